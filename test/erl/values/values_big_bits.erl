-module(values_big_bits).
-export([main/0]).

main() ->
    Ns = [0, 1, -1, 255, -256, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 64, -(1 bsl 64), (1 bsl 65) - 1, -(1 bsl 100) + 5],
    [io:format("~p ~p ~p ~p ~p~n", [A, B, A band B, A bor B, A bxor B]) || A <- Ns, B <- Ns],
    [io:format("bnot ~p ~p~n", [A, bnot A]) || A <- Ns],
    [io:format("~p ~p ~p ~p~n", [A, S, A bsl S, A bsr S]) || A <- Ns, S <- [0, 1, 5, 59, 60, 63, 64, 65, 130, -1, -64, -70]],
    Pairs = [{1, 1 bsl 70}, {0, 1 bsl 70}, {1, -(1 bsl 70)}, {-1, -(1 bsl 70)}, {a, 1}, {1, a}, {1.0, 1}],
    io:format("~p~n", [[t(fun() -> F(A, B) end) || {A, B} <- Pairs, F <- [fun(X, Y) -> X bsl Y end, fun(X, Y) -> X bsr Y end]]]).

t(F) -> try F() catch error:E -> E end.
