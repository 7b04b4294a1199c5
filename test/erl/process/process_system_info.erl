%% system_info: items that are the same everywhere, and types of those that are not.
-module(process_system_info).
-export([main/0]).

main() ->
    [io:format("~p ~p~n", [I, erlang:system_info(I)])
     || I <- [wordsize, {wordsize, internal}, {wordsize, external}, machine, threads, endian, process_limit, port_limit,
              atom_limit, creation, compat_rel, dist_ctrl, heap_type, fullsweep_after, min_heap_size, min_bin_vheap_size,
              max_heap_size, message_queue_data, modified_timing_level, multi_scheduling_blockers, os_type, build_type,
              sequential_tracer, smp_support, start_time, time_correction, time_offset, time_warp_mode, tolerant_timeofday,
              trace_control_word, update_cpu_info, debug_compiled, lock_checking, dynamic_trace, ets_limit,
              delayed_node_table_gc, otp_release, version, nif_version, driver_version, garbage_collection, context_reductions,
              constant_pool_support, scheduler_bind_type, port_parallelism, dist_buf_busy_limit]],
    [io:format("~p ~p~n", [I, is_integer(erlang:system_info(I)) andalso erlang:system_info(I) > 0])
     || I <- [process_count, atom_count, schedulers, schedulers_online, logical_processors, thread_pool_size, ets_count, end_time]],
    [io:format("~p ~p~n", [I, is_list(erlang:system_info(I))])
     || I <- [system_version, system_architecture, heap_sizes, check_io, os_monotonic_time_source, alloc_util_allocators, allocated_areas]],
    [io:format("~p ~p~n", [I, is_binary(erlang:system_info(I))]) || I <- [info, procs, loaded, dist]],
    [io:format("~p ~p~n", [I, tuple_size(erlang:system_info(I))]) || I <- [os_version, allocator, schedulers_state, c_compiler_used]],
    io:format("~p~n", [lists:sublist(erlang:system_info(heap_sizes), 20)]),
    [io:format("~p~n", [try erlang:system_info(I) catch C:E -> {C, E} end])
     || I <- [nonsense, 1, {wordsize, x}, {a, b, c}, "x", {allocator, 1}]],
    ok.
