-module(interp_tuples).
-export([main/0]).

%% Tuple instructions: tests of arity and tag, elements, updates, nested patterns.
main() ->
    io:format("~p~n", [[what(X) || X <- [{}, {a}, {b, 1}, {c, 1, 2}, {c, {d, 1}, 2}, {ok, {ok, {ok, deep}}}, [a], a, {1.0}, {"s"}]]]),
    io:format("~p~n", [[swap(X) || X <- [{1, 2}, {a, {b}}]]]),
    io:format("~p~n", [insert_all([5, 2, 8, 1, 9, 3], nil)]),
    io:format("~p~n", [to_list(insert_all([5, 2, 8, 1, 9, 3, 7], nil))]),
    io:format("~p~n", [setelement(2, {a, b, c}, x)]),
    io:format("~p~n", [lists:foldl(fun(I, T) -> setelement(I, T, I * I) end, erlang:make_tuple(10, 0), lists:seq(1, 10))]),
    io:format("~p~n", [[try element(I, {a, b}) catch error:R -> R end || I <- [0, 1, 2, 3, a]]]),
    io:format("~p~n", [count(tree(12))]),
    io:format("~p~n", [{{1, {2, 3}} =:= {1, {2, 3}}, {1, 2} < {1, 3}, {2} < {1, 1}, {1, 2.0} == {1, 2}}]).

what({}) -> empty; what({a}) -> a; what({b, X}) -> {b_with, X}; what({c, {d, X}, Y}) -> {nested, X, Y}; what({c, X, Y}) -> {c_with, X, Y};
what({ok, {ok, {ok, X}}}) -> X; what({X}) when is_float(X) -> float; what(T) when tuple_size(T) =:= 1 -> single; what(_) -> none.
swap({A, B}) -> {B, A}.
insert_all(L, T) -> lists:foldl(fun insert/2, T, L).
insert(X, nil) -> {nil, X, nil};
insert(X, {L, Y, R}) when X < Y -> {insert(X, L), Y, R};
insert(X, {L, Y, R}) -> {L, Y, insert(X, R)}.
to_list(nil) -> [];
to_list({L, X, R}) -> to_list(L) ++ [X | to_list(R)].
tree(0) -> leaf;
tree(N) -> {tree(N - 1), tree(N - 1)}.
count(leaf) -> 1;
count({L, R}) -> count(L) + count(R).
