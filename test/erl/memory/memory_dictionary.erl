%% The process dictionary keeps its values through collections.
-module(memory_dictionary).
-export([main/0]).

main() ->
    [put({k, N}, {N, lists:seq(1, N rem 20), float(N)}) || N <- lists:seq(1, 20000)],
    erlang:garbage_collect(),
    [erase({k, N}) || N <- lists:seq(1, 20000), N rem 3 =:= 0],
    lists:foldl(fun(N, A) -> [N | A] end, [], lists:seq(1, 300000)),
    io:format("~p~n", [lists:sum([element(1, V) + length(element(2, V)) || {{k, _}, V} <- get()])]),
    io:format("~p ~p~n", [get({k, 3}), get({k, 19999})]),
    io:format("~p~n", [put({k, 19999}, new)]),
    io:format("~p~n", [get({k, 19999})]).
