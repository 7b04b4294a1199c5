%% Aliases in every mode, of monitors and by themselves.
-module(process_aliases).
-export([main/0]).

main() ->
    A1 = alias(),
    A1 ! one, A1 ! two,
    io:format("~p ~p~n", [get_message(), get_message()]),
    io:format("~p ~p~n", [unalias(A1), unalias(A1)]),
    A1 ! lost,
    io:format("~p~n", [get_message()]),
    A2 = alias([reply]),
    A2 ! first, A2 ! second,
    io:format("~p ~p ~p~n", [get_message(), get_message(), unalias(A2)]),
    A3 = alias([explicit_unalias]),
    A3 ! x, A3 ! y,
    io:format("~p ~p ~p~n", [get_message(), get_message(), unalias(A3)]),
    %% monitor with explicit_unalias: lives on after 'DOWN'
    P = spawn(fun wait/0),
    M1 = monitor(process, P, [{alias, explicit_unalias}]),
    M1 ! via_monitor,
    io:format("~p~n", [get_message()]),
    exit(P, kill),
    io:format("~p~n", [receive {'DOWN', M1, process, P, W1} -> W1 end]),
    M1 ! still,
    io:format("~p ~p~n", [get_message(), unalias(M1)]),
    %% demonitor: gone with the monitor
    Q = spawn(fun wait/0),
    M2 = monitor(process, Q, [{alias, demonitor}]),
    M2 ! before,
    io:format("~p~n", [get_message()]),
    demonitor(M2),
    M2 ! afterwards,
    io:format("~p~n", [get_message()]),
    M3 = monitor(process, Q, [{alias, demonitor}]),
    true = unalias(M3),
    M3 ! no,
    Q ! stop,
    io:format("~p~n", [receive {'DOWN', M3, process, Q, W3} -> W3 end]),
    io:format("~p~n", [get_message()]),
    %% reply_demonitor: the first message ends both
    S = spawn(fun wait/0),
    M4 = monitor(process, S, [{alias, reply_demonitor}]),
    M4 ! answer, M4 ! another,
    io:format("~p ~p~n", [get_message(), get_message()]),
    S ! stop, timer:sleep(10),
    io:format("~p ~p~n", [get_message(), demonitor(M4, [info])]),
    %% others may not end it
    A5 = alias(),
    {T, M5} = spawn_monitor(fun() -> exit({unalias, unalias(A5)}) end),
    io:format("~p~n", [receive {'DOWN', M5, process, T, W5} -> W5 end]),
    A5 ! fine,
    io:format("~p~n", [get_message()]),
    make_ref() ! nobody,
    [io:format("~p~n", [catch element(1, element(2, catch apply(erlang, F, [X])))]) || {F, X} <- [{alias, [bad]}, {alias, x}, {unalias, x}]],
    ok.

get_message() -> receive X -> X after 20 -> none end.
wait() -> receive stop -> ok end.
