%% Binary trees: many short-lived ones beside one that lives.
-module(memory_tuple_tree).
-export([main/0]).

main() ->
    Long = tree(17),
    [io:format("~p ~p~n", [D, lists:sum([check(tree(D)) || _ <- lists:seq(1, 200000 bsr D)])]) || D <- [4, 8, 12]],
    io:format("~p~n", [check(Long)]).

tree(0) -> {nil, nil};
tree(D) -> {tree(D - 1), tree(D - 1)}.

check({nil, nil}) -> 1;
check({L, R}) -> 1 + check(L) + check(R).
