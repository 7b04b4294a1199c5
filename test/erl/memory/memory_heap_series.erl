%% Heap sizes are numbers of OTP's series.
-module(memory_heap_series).
-export([main/0]).

main() ->
    [io:format("~p ~p~n", [N, heap(N)]) || N <- [1, 12, 13, 233, 234, 400, 610, 987, 1000, 5000, 20000, 100000, 500000]].

heap(N) ->
    Self = self(),
    {P, M} = spawn_opt(fun() ->
        {garbage_collection, L} = process_info(self(), garbage_collection),
        {heap_size, H} = process_info(self(), heap_size),
        Self ! {self(), {proplists:get_value(min_heap_size, L), H}}
    end, [monitor, {min_heap_size, N}]),
    receive {'DOWN', M, process, P, normal} -> ok end,
    receive {P, X} -> X end.
