%% process_flag/2 and /3: values before, errors.
-module(process_flags).
-export([main/0]).

main() ->
    [io:format("~p: ~p ~p~n", [F, process_flag(F, V), process_flag(F, W)])
     || {F, V, W} <- [{trap_exit, true, false}, {error_handler, my_handler, error_handler},
                      {fullsweep_after, 10, 65535}, {message_queue_data, off_heap, on_heap},
                      {sensitive, true, false}, {save_calls, 10, 0}, {priority, low, normal}]],
    io:format("~p~n", [process_flag(min_heap_size, 1000)]),
    io:format("~p~n", [process_flag(min_heap_size, 5)]),
    io:format("~p~n", [process_info(self(), min_heap_size)]),
    io:format("~p~n", [process_flag(min_bin_vheap_size, 100000)]),
    io:format("~p~n", [process_flag(min_bin_vheap_size, 0)]),
    io:format("~p~n", [process_flag(max_heap_size, 1000000)]),
    io:format("~p~n", [process_flag(max_heap_size, #{size => 2000000, kill => false, error_logger => false})]),
    io:format("~p~n", [process_flag(max_heap_size, 0)]),
    [io:format("~p ~p: ~p~n", [F, V, try process_flag(F, V) catch C:E -> {C, E} end])
     || {F, V} <- [{trap_exit, 1}, {error_handler, "x"}, {fullsweep_after, -1}, {message_queue_data, mixed},
                   {sensitive, 0}, {save_calls, 10001}, {save_calls, a}, {priority, x}, {min_heap_size, -1},
                   {min_heap_size, a}, {max_heap_size, -1}, {max_heap_size, 10}, {max_heap_size, #{}},
                   {max_heap_size, #{size => 1000, kill => maybe_so}}, {nonsense, true}, {1, 2}]],
    P = spawn(fun() -> receive stop -> ok end end),
    io:format("~p~n", [process_flag(P, save_calls, 5)]),
    io:format("~p~n", [process_flag(P, save_calls, 0)]),
    [io:format("~p~n", [try process_flag(X, F, V) catch C:E -> {C, E} end])
     || {X, F, V} <- [{P, save_calls, -1}, {P, trap_exit, true}, {a, save_calls, 1}]],
    exit(P, kill),
    ok.
