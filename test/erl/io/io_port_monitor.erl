%% Monitors of ports.
%% needs: programs
-module(io_port_monitor).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    P = open_port({spawn, "cat"}, []), R = monitor(port, P),
    {monitored_by, M} = erlang:port_info(P, monitored_by), show(by, M =:= [self()]),
    {monitors, Ms} = process_info(self(), monitors), show(monitors, [{T, X =:= P} || {T, X} <- Ms]),
    port_close(P), show(down, receive {'DOWN', R, T1, O, W} -> {T1, O =:= P, W} after 1000 -> none end),
    R2 = monitor(port, P), show(dead, receive {'DOWN', R2, port, _, W2} -> W2 after 1000 -> none end),
    Q = open_port({spawn, "cat"}, []), R3 = monitor(port, Q), show(demonitor, demonitor(R3)), port_close(Q),
    show(nothing, receive {'DOWN', _, _, _, _} = D -> D after 50 -> none end),
    S = open_port({spawn, "cat"}, []), register(io_port_monitor_name, S), R4 = monitor(port, io_port_monitor_name),
    exit(S, bye), show(named, receive {'DOWN', R4, port, N, W4} -> {N =:= {io_port_monitor_name, node()}, W4} after 1000 -> none end),
    receive {'EXIT', _, _} -> ok after 0 -> ok end,
    show(bad, [try monitor(port, X) catch C:E -> {C, E} end || X <- [self(), 17, {a, b}]]),
    R5 = monitor(port, no_such_name_here), show(noname, receive {'DOWN', R5, port, _, W5} -> W5 after 1000 -> none end).
