%% What process_info tells about collections has OTP's shape.
-module(memory_gc_info).
-export([main/0]).

main() ->
    {garbage_collection, L} = process_info(self(), garbage_collection),
    io:format("~p~n", [lists:sort([K || {K, _} <- L])]),
    {garbage_collection_info, I} = process_info(self(), garbage_collection_info),
    io:format("~p~n", [lists:sort([K || {K, _} <- I])]),
    io:format("~p~n", [[erlang:garbage_collect(), erlang:garbage_collect(self())]]),
    {total_heap_size, T} = process_info(self(), total_heap_size),
    {heap_size, H} = process_info(self(), heap_size),
    {memory, M} = process_info(self(), memory),
    {stack_size, S} = process_info(self(), stack_size),
    io:format("~p ~p ~p~n", [T >= H, M > T * 8, S > 0]),
    {A, B, 0} = erlang:statistics(garbage_collection),
    lists:foldl(fun(N, Acc) -> [N | Acc] end, [], lists:seq(1, 100000)),
    erlang:garbage_collect(),
    {C, D, 0} = erlang:statistics(garbage_collection),
    io:format("~p ~p~n", [C > A, D > B]).
