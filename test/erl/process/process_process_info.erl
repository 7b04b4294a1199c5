%% process_info: items of oneself, of others, of the dead; errors.
-module(process_process_info).
-export([main/0, idle/0]).

main() ->
    P = spawn_opt(?MODULE, idle, [], [{fullsweep_after, 17}, {min_heap_size, 500}]),
    P ! {unread, 1},
    timer:sleep(20),
    Items = [current_function, initial_call, status, message_queue_len, messages, links, monitors, monitored_by,
             trap_exit, error_handler, priority, registered_name, dictionary, message_queue_data, suspending,
             fullsweep_after, min_heap_size, catchlevel, trace, last_calls, sequential_trace_token, max_heap_size],
    [io:format("~p~n", [process_info(P, I)]) || I <- Items],
    io:format("~p~n", [process_info(P, [status, trap_exit, status])]),
    io:format("~p~n", [process_info(P, [])]),
    io:format("~p~n", [process_info(P, group_leader) =:= {group_leader, group_leader()}]),
    io:format("~p~n", [process_info(P, parent) =:= {parent, self()}]),
    [io:format("~p ~p~n", [I, is_integer(element(2, process_info(P, I))) andalso element(2, process_info(P, I)) > 0])
     || I <- [heap_size, total_heap_size, stack_size, memory, reductions, min_bin_vheap_size]],
    io:format("~p~n", [[K || {K, _} <- process_info(P)]]),
    io:format("~p~n", [[K || {K, _} <- element(2, process_info(P, garbage_collection))]]),
    io:format("~p~n", [[K || {K, _} <- element(2, process_info(P, garbage_collection_info))]]),
    io:format("~p~n", [is_binary(element(2, process_info(P, backtrace)))]),
    {current_stacktrace, [{M, F, A, Where} | _]} = process_info(P, current_stacktrace),
    io:format("~p ~p~n", [{M, F, A}, [element(1, X) || X <- Where]]),
    {current_location, {M, F, A, Where}} = process_info(P, current_location),
    io:format("~p~n", [process_info(self(), status)]),
    io:format("~p~n", [process_info(self(), current_function)]),
    {current_stacktrace, [{?MODULE, main, 0, _} | _]} = process_info(self(), current_stacktrace),
    exit(P, kill), timer:sleep(5),
    io:format("~p ~p ~p~n", [process_info(P), process_info(P, status), process_info(P, [status])]),
    [io:format("~p~n", [try apply(erlang, process_info, X) catch C:E -> {C, E} end])
     || X <- [[self(), nonsense], [self(), [status, nonsense]], [self(), [status | x]], [a, status], [a], [self(), 1]]],
    ok.

idle() ->
    put(key, {a, "value"}),
    receive stop -> ok end.
