-module(interp_lists).
-export([main/0]).
-include("check.hrl").

%% List instructions: construction, destruction, improper lists, nested patterns.
main() ->
    io:format("~p~n", [rev([1, 2, 3, 4], [])]),
    io:format("~p~n", [[1 | 2]]),
    io:format("~p~n", [app([1, 2], [3 | four])]),
    io:format("~p~n", [[first(X) || X <- [[], [1], [1, 2], [[1], 2], [1 | x], x]]]),
    io:format("~p~n", [qsort([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9])]),
    io:format("~p~n", [perms([1, 2, 3])]),
    io:format("~p~n", [zip3([1, 2], [a, b], ["x", "y"])]),
    io:format("~p~n", [nrev(lists:seq(1, 200)) =:= lists:reverse(lists:seq(1, 200))]),
    io:format("~p~n", [queens(6)]),
    io:format("~p~n", [try hd(id([])) catch error:R -> R end]),
    io:format("~p~n", [try [A, B | C] = id([1]), {A, B, C} catch error:R2 -> R2 end]),
    io:format("~p~n", [runs([1, 1, 2, 3, 3, 3, 1])]).

rev([H | T], A) -> rev(T, [H | A]);
rev([], A) -> A.
app([H | T], L) -> [H | app(T, L)];
app([], L) -> L.
first([]) -> none; first([[X] | _]) -> {nested, X}; first([X]) -> {only, X}; first([X, Y]) -> {X, Y}; first([X | T]) -> {X, rest, T};
first(_) -> other.
qsort([]) -> [];
qsort([P | T]) -> qsort([X || X <- T, X < P]) ++ [P | qsort([X || X <- T, X >= P])].
perms([]) -> [[]];
perms(L) -> [[H | T] || H <- L, T <- perms(L -- [H])].
zip3([A | As], [B | Bs], [C | Cs]) -> [{A, B, C} | zip3(As, Bs, Cs)];
zip3([], [], []) -> [].
nrev([]) -> [];
nrev([H | T]) -> nrev(T) ++ [H].
queens(N) -> length(queens(N, N)).
queens(0, _) -> [[]];
queens(K, N) -> [[Q | B] || B <- queens(K - 1, N), Q <- lists:seq(1, N), safe(Q, B, 1)].
safe(_, [], _) -> true;
safe(Q, [H | T], D) -> Q =/= H andalso abs(Q - H) =/= D andalso safe(Q, T, D + 1).
runs([]) -> [];
runs([H | T]) -> runs(T, H, 1).
runs([H | T], H, N) -> runs(T, H, N + 1);
runs(L, H, N) -> [{H, N} | runs(L)].
