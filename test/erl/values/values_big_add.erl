-module(values_big_add).
-export([main/0]).

main() ->
    Ns = [0, 1, -1, (1 bsl 59) - 1, 1 bsl 59, -(1 bsl 59), -(1 bsl 59) - 1, (1 bsl 60), (1 bsl 63) - 1, 1 bsl 63,
          (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64), (1 bsl 128) - 1, -(1 bsl 128), 12345678901234567890123456789],
    [io:format("~p + ~p = ~p~n~p - ~p = ~p~n", [A, B, A + B, A, B, A - B]) || A <- Ns, B <- Ns],
    ok.
