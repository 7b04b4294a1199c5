-module(values_sort_keys).
-export([main/0]).

main() ->
    L = [erlang:phash2({I, seed}) rem 1000 || I <- lists:seq(1, 5000)],
    io:format("~p~n", [erlang:md5(term_to_binary(lists:sort(L)))]),
    io:format("~p~n", [erlang:md5(term_to_binary(lists:usort([{X rem 10, X * 1.0} || X <- L])))]),
    io:format("~p~n", [lists:sublist(lists:keysort(2, lists:zip(lists:seq(1, 5000), L)), 20)]),
    io:format("~p~n", [lists:usort([1, 1.0, 2, 2.0, a, "a", <<"a">>, {1}, {1.0}, [1.0], [1]])]),
    io:format("~p~n", [lists:sort(fun(A, B) -> A >= B end, [3, 1.0, 2, 1])]),
    io:format("~p~n", [lists:merge([1, 3, 5], [2, 4, 6])]),
    io:format("~p~n", [ordsets:union([1, 2, 3], [2.0, 3.5])]),
    io:format("~p~n", [gb_trees:to_list(gb_trees:from_orddict(orddict:from_list([{X, X} || X <- lists:seq(1, 20)])))]),
    io:format("~p~n", [erlang:md5(term_to_binary(lists:sort([[$a + (X rem 26) | integer_to_list(X)] || X <- L])))]).
