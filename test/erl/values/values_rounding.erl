-module(values_rounding).
-export([main/0]).
-include("check.hrl").

main() ->
    Fs = [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 4503599627370495.5, 4503599627370497.5,
          1.0e15, 1.0e16, 1.0e20, -1.0e22, 123456789.5, 5.0e-324, 1.7976931348623157e308, 576460752303423488.0,
          -576460752303423488.0, 576460752303423424.0, 9223372036854775808.0, 18446744073709551616.0],
    [io:format("~w ~w ~w ~w ~w~n", [F, round(F), trunc(F), ceil(F), floor(F)]) || F <- Fs],
    io:format("~p~n", [[caught(fun() -> erlang:F(V) end) || F <- [round, trunc, ceil, floor, float, abs], V <- [a, "1", <<>>]]]),
    io:format("~p~n", [[float(N) || N <- [0, 1, -1, 1 bsl 53, (1 bsl 53) + 1, 1 bsl 64, (1 bsl 70) + 12345, 1 bsl 1023, -(1 bsl 500)]]]),
    io:format("~p~n", [[caught(fun() -> float(N) end) || N <- [1 bsl 1024, -(1 bsl 5000)]]]).
