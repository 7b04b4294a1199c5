%% Unsigned big-endian fields of every size, at every bit offset.
-module(binary_integers_big).
-export([main/0]).

main() ->
    V = 16#F0E1D2C3B4A5968778695A4B3C2D1E0F55AA,
    [io:format("~p ~w ~w~n", [N, <<V:N>>, field(N, <<V:N>>)]) || N <- lists:seq(0, 144, 3)],
    Sum = lists:sum([offset(O, N, V) || O <- lists:seq(0, 15), N <- lists:seq(0, 130)]),
    io:format("sum ~w~n", [Sum]).

field(N, B) -> <<X:N>> = B, X.

offset(O, N, V) ->
    B = <<(-1):O, V:N, 0:3>>,
    <<Ones:O, X:N, 0:3>> = B,
    true = Ones =:= (1 bsl O) - 1,
    true = X =:= V band ((1 bsl N) - 1),
    X rem 1000003.
