%% system_flag and system_monitor: values before, errors, and a large heap noticed.
-module(process_system_flag).
-export([main/0]).

main() ->
    [io:format("~p ~p ~p~n", [F, erlang:system_flag(F, V), erlang:system_flag(F, W)])
     || {F, V, W} <- [{fullsweep_after, 5, 65535}, {min_heap_size, 233, 233}, {backtrace_depth, 20, 8}, {trace_control_word, 7, 0},
                      {sequential_tracer, false, false}, {max_heap_size, 0, 0}]],
    [io:format("~p~n", [try erlang:system_flag(F, V) catch C:E -> {C, E} end])
     || {F, V} <- [{nonsense, 1}, {fullsweep_after, -1}, {backtrace_depth, a}, {trace_control_word, -1}, {schedulers_online, 0}, {min_heap_size, a}]],
    Requests = erlang:system_flag(outstanding_system_requests_limit, 5),
    io:format("~p~n", [[try erlang:system_flag(outstanding_system_requests_limit, V) catch C:E -> {C, E} end || V <- [7, 0, 1 bsl 27, 1 bsl 70, a, Requests]]]),
    io:format("~p~n", [erlang:system_monitor()]),
    Self = self(),
    io:format("~p~n", [erlang:system_monitor(Self, [{large_heap, 20000}, busy_port])]),
    {Self, L} = erlang:system_monitor(),
    io:format("~p~n", [lists:sort(L)]),
    P = spawn(fun() -> Big = lists:seq(1, 300000), receive stop -> length(Big) end end),
    io:format("~p~n", [receive {monitor, P, large_heap, I} -> [K || {K, _} <- I] after 5000 -> unnoticed end]),
    exit(P, kill),
    {Self, _} = erlang:system_monitor(undefined),
    io:format("~p~n", [erlang:system_monitor()]),
    [io:format("~p~n", [try erlang:system_monitor(A, B) catch C:E -> {C, E} end])
     || {A, B} <- [{self(), [bad]}, {x, [busy_port]}, {self(), [{long_gc, -1}]}, {self(), [busy_port | x]}]],
    ok.
