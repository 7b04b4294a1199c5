-module(interp_named_funs).
-export([main/0]).

%% Named funs, funs in data, funs as keys, funs sent to processes, funs made in loops.
main() ->
    Fib = fun F(N) when N < 2 -> N; F(N) -> F(N - 1) + F(N - 2) end,
    io:format("~p~n", [Fib(20)]),
    Even = fun E(0) -> true; E(N) -> (fun(0) -> false; (M) -> E(M - 1) end)(N - 1) end,
    io:format("~p~n", [[Even(N) || N <- lists:seq(0, 7)]]),
    Table = #{add => fun(A, B) -> A + B end, mul => fun(A, B) -> A * B end},
    io:format("~p~n", [[(maps:get(Op, Table))(6, 7) || Op <- [add, mul]]]),
    K = fun lists:map/2,
    io:format("~p~n", [maps:get(fun lists:map/2, #{K => found})]),
    S = self(),
    P = spawn(fun() -> receive G -> S ! G(10) end end),
    X = 32,
    P ! fun(Y) -> X + Y end,
    io:format("~p~n", [receive R -> R end]),
    io:format("~p~n", [lists:map(fun({A, B}) -> A - B; (A) -> A end, [{3, 1}, 5])]),
    io:format("~p~n", [(curry(fun(A, B, C) -> [A, B, C] end))]),
    io:format("~p~n", [pipe(5, [fun(A) -> A + N end || N <- [1, 2, 3]])]),
    Y = fun(G) -> (fun(Z) -> Z(Z) end)(fun(Z) -> G(fun(V) -> (Z(Z))(V) end) end) end,
    io:format("~p~n", [(Y(fun(Self) -> fun(0) -> 1; (N) -> N * Self(N - 1) end end))(10)]).

curry(F) -> G = fun(A) -> fun(B) -> fun(C) -> F(A, B, C) end end end, ((G(1))(2))(3).
pipe(X, Fs) -> lists:foldl(fun(F, A) -> F(A) end, X, Fs).
