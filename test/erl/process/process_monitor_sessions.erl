%% system_monitor in sessions of tracing, beside the one of erlang:system_monitor/2.
%% skip OTP 25: trace:system/3 came with OTP 28
%% skip OTP 27: trace:system/3 came with OTP 28
-module(process_monitor_sessions).
-export([main/0]).

tried(F) ->
    try F()
    catch C:R:Stack ->
        [{M, N, _, Info} | _] = Stack,
        {C, R, M, N, maps:get(cause, proplists:get_value(error_info, Info, #{}), nothing)}
    end.

main() ->
    S = trace:session_create(first, self(), []),
    [io:format("~p ~p: ~p ~p~n", [E, V, tried(fun() -> trace:system(S, E, V) end), trace:info(S, system, all)])
     || {E, V} <- [{busy_port, true}, {busy_port, foo}, {busy_dist_port, true}, {busy_port, false}, {long_gc, false}, {long_gc, 0},
                   {long_gc, true}, {long_gc, -1}, {large_heap, 10}, {large_heap, false}, {long_schedule, 10}, {foo, false},
                   {long_message_queue, false}, {long_message_queue, {10, 20}}, {long_message_queue, {1, 1}}]],
    [io:format("~p ~p~n", [I, tried(fun() -> trace:info(S, system, I) end)]) || I <- [busy_port, long_gc, foo, session]],
    io:format("~p~n", [tried(fun() -> trace:session_info(system) end)]),
    Second = trace:session_create(second, self(), []),
    io:format("~p~n", [trace:info(Second, system, all)]),
    legacy(),
    large(Second),
    trace:session_destroy(Second),
    trace:session_destroy(S).

legacy() ->
    io:format("~p~n", [erlang:system_monitor()]),
    io:format("~p~n", [setelement(1, {erlang:system_monitor(self(), [busy_port, {long_gc, 100}])}, set)]),
    {Self, Options} = erlang:system_monitor(),
    io:format("~p ~p~n", [Self =:= self(), Options]),
    [io:format("~p~n", [tried(F)]) || F <- [fun() -> erlang:system_monitor(self(), [foo]) end, fun() -> erlang:system_monitor(foo, [busy_port]) end,
                                            fun() -> erts_internal:system_monitor(foo) end]],
    io:format("~p~n", [element(2, erlang:system_monitor(undefined))]),
    io:format("~p~n", [erlang:system_monitor()]).

large(S) ->
    trace:system(S, large_heap, 100000),
    P = spawn(fun() -> L = lists:seq(1, 200000), receive stop -> L end end),
    receive {monitor, P, large_heap, Facts} -> io:format("~p~n", [lists:sort([K || {K, _} <- Facts])]) after 5000 -> io:format("nothing~n") end,
    P ! stop.
