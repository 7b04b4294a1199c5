%% A large map updated a hundred thousand times.
-module(memory_map_large).
-export([main/0]).

main() ->
    M = lists:foldl(fun(N, A) -> A#{N rem 5000 => {N, [N]}} end, #{}, lists:seq(1, 100000)),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [map_size(M), maps:get(77, M)]),
    io:format("~p~n", [maps:fold(fun(_, {N, [N]}, S) -> S + N end, 0, M)]),
    Old = [begin X = M#{K => changed}, maps:get(K, X) =:= changed andalso maps:get(K, M) =/= changed end || K <- lists:seq(1, 2000)],
    io:format("~p~n", [lists:usort(Old)]),
    Less = maps:without(lists:seq(0, 4990), M),
    io:format("~p~n", [lists:sort(maps:keys(Less))]).
