-module(values_term_sizes).
-export([main/0]).

main() ->
    io:format("~p~n", [[erts_debug:flat_size(T) || T <- [a, 1, [], [a], [1, 2, 3], {a, b}, "abc", 1.0, [[a], {b}]]]]),
    L = lists:seq(1, 100),
    io:format("~p~n", [[erts_debug:flat_size([L, L]), erts_debug:size([L, L]), erts_debug:size({L, L, L})]]),
    io:format("~p~n", [[erts_debug:same(L, L), erts_debug:same({L}, {L, L}), erts_debug:same(a, a)]]),
    io:format("~p~n", [erts_debug:flat_size(lists:foldl(fun(_, T) -> [T] end, [], lists:seq(1, 100000)))]).
