-module(values_float_formats).
-export([main/0]).
-include("check.hrl").

main() ->
    Fs = [0.0, -0.0, 1.0, 1.5, -1.5, 0.05, 0.045, 2.675, 1.005, 99.995, 12345.6789, 1.0e10, 1.0e15, 9007199254740992.0,
          9007199254740994.0, 1.0e20, 1.0e22, 5.0e-324, 0.5, 1.4999999999999998, 999.9999],
    [io:format("~s ~s ~s ~s~n", [float_to_list(F), float_to_list(F, [{decimals, D}]), float_to_list(F, [{decimals, D}, compact]),
        float_to_list(F, [{scientific, D}])]) || F <- Fs, D <- [0, 1, 2, 5, 10, 17, 18, 19, 20]],
    Options = [[{decimals, 253}], [{decimals, 254}], [{decimals, -1}], [{scientific, 249}], [{scientific, 250}], [{scientific, -1}], [x],
        [compact], x, [{decimals, a}], [short, {decimals, 2}], [{decimals, 2}, short], [compact | x], []],
    io:format("~p~n", [[caught(fun() -> {length(float_to_list(F, O)), float_to_binary(F, O)} end) || F <- [1.0, 1.0e300, 1], O <- Options]]).
