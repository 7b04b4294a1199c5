-module(interp_deep).
-export([main/0]).

%% Recursion a million deep, in bodies, in terms and through funs.
main() ->
    io:format("~p~n", [count(1000000)]),
    io:format("~p~n", [length(build(500000))]),
    io:format("~p~n", [lists:foldl(fun(X, S) -> X + S end, 0, build(300000))]),
    T = nest(300000, leaf),
    io:format("~p~n", [depth(T, 0)]),
    io:format("~p~n", [T =:= nest(300000, leaf)]),
    io:format("~p~n", [through_funs(100000)]),
    io:format("~p~n", [ackermann(2, 300)]),
    io:format("~p~n", [even(1000001)]).

count(0) -> 0;
count(N) -> 1 + count(N - 1).

build(0) -> [];
build(N) -> [N | build(N - 1)].

nest(0, T) -> T;
nest(N, T) -> nest(N - 1, {T}).

depth({T}, N) -> depth(T, N + 1);
depth(leaf, N) -> N.

through_funs(0) -> 0;
through_funs(N) -> F = fun(M) -> through_funs(M) + 1 end, F(N - 1).

ackermann(0, N) -> N + 1;
ackermann(M, 0) -> ackermann(M - 1, 1);
ackermann(M, N) -> ackermann(M - 1, ackermann(M, N - 1)).

even(0) -> true;
even(N) -> odd(N - 1).
odd(0) -> false;
odd(N) -> even(N - 1).
