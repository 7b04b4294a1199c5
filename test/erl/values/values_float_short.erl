-module(values_float_short).
-export([main/0]).

main() ->
    Fs = [0.0, -0.0, 1.0, 0.1, 0.2, 0.3, 1/3, 2/3, 1.0e-4, 1.0e-5, 0.001234, 123456.0, 1234567.0, 1.0e21, 1.0e22, 1.0e23,
          1.2345e10, 12345678901.0, 123456789012345680.0, 9007199254740991.0, 9007199254740992.0, 9007199254740994.0,
          5.0e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 4.35, 4.349999999999999,
          100.0, 1000.0, 10000.0, 1.0e3, 1.5e300, 1.0e100, 0.00001, 0.000123, 99999.99, 1.0e15, 1.0e16, 12.0e9,
          5.684341886080802e-14, 9.5367431640625e-7, 1.0e-10, 123.456, -123.456, 3.141592653589793, 2.718281828459045],
    [io:format("~p ~w ~s ~s~n", [F, F, float_to_list(F, [short]), float_to_binary(F, [short])]) || F <- Fs],
    Powers = [math:pow(2, E) || E <- lists:seq(-1074, 1023)],
    io:format("~p~n", [erlang:phash2([float_to_list(F, [short]) || F <- Powers])]),
    [F = list_to_float(float_to_list(F, [short])) || F <- Powers],
    Tens = [list_to_float("1.0e" ++ integer_to_list(E)) || E <- lists:seq(-307, 308)],
    io:format("~p~n", [erlang:md5(term_to_binary([float_to_list(F, [short]) || F <- Tens]))]).
