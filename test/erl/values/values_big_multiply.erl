-module(values_big_multiply).
-export([main/0]).

main() ->
    Ns = [0, 1, -1, 3, 1 bsl 30, (1 bsl 31) + 1, 1 bsl 59, -(1 bsl 59), (1 bsl 64) - 1, 1 bsl 64, (1 bsl 127) + 12345],
    [io:format("~p * ~p = ~p~n", [A, B, A * B]) || A <- Ns, B <- Ns],
    F = fac(500),
    io:format("~p~n~p~n", [F, erlang:phash2(fac(3000))]),
    io:format("~p~n", [F * F =:= square(F)]).

fac(0) -> 1;
fac(N) -> N * fac(N - 1).

square(X) -> X * X.
