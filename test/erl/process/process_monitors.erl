%% Monitors by pid, name and node; demonitor with its options.
-module(process_monitors).
-export([main/0]).

main() ->
    P = spawn(fun wait/0),
    R1 = monitor(process, P), R2 = erlang:monitor(process, P),
    io:format("~p~n", [R1 =/= R2]),
    io:format("~p~n", [process_info(P, monitored_by) =:= {monitored_by, [self(), self()]}]),
    io:format("~p~n", [process_info(self(), monitors) =:= {monitors, [{process, P}, {process, P}]}]),
    true = demonitor(R1),
    P ! stop,
    io:format("~p~n", [receive {'DOWN', R, process, P, W} -> {R =:= R2, W} end]),
    io:format("~p~n", [receive {'DOWN', _, _, _, _} = D -> D after 20 -> none end]),
    R3 = monitor(process, P),
    io:format("~p~n", [receive {'DOWN', R3, process, P, W3} -> W3 end]),
    %% by name
    N = spawn(fun wait/0), register(a_name, N),
    R4 = monitor(process, a_name),
    io:format("~p~n", [process_info(self(), monitors)]),
    R5 = monitor(process, {a_name, node()}),
    N ! stop,
    io:format("~p~n", [receive {'DOWN', R4, process, X4, W4} -> {X4, W4} end]),
    io:format("~p~n", [receive {'DOWN', R5, process, X5, W5} -> {X5, W5} end]),
    R6 = monitor(process, a_name),
    io:format("~p~n", [receive {'DOWN', R6, process, X6, W6} -> {X6, W6} end]),
    R7 = monitor(process, {nobody, node()}),
    io:format("~p~n", [receive {'DOWN', R7, process, X7, W7} -> {X7, W7} end]),
    %% demonitor
    Q = spawn(fun wait/0),
    R8 = monitor(process, Q),
    io:format("~p ~p~n", [demonitor(R8, [info]), demonitor(R8, [info])]),
    R9 = monitor(process, Q), exit(Q, kill), timer:sleep(10),
    io:format("~p ~p~n", [demonitor(R9, [flush, info]), receive {'DOWN', R9, _, _, _} -> there after 0 -> flushed end]),
    R10 = monitor(process, self()),
    io:format("~p~n", [demonitor(R10, [info])]),
    io:format("~p~n", [demonitor(make_ref())]),
    [io:format("~p~n", [try apply(erlang, F, A) of V -> V catch C:E -> {C, E} end])
     || {F, A} <- [{monitor, [process, 1]}, {monitor, [process, {a, b, c}]}, {monitor, [process, {a, 1}]},
                   {monitor, [what, self()]}, {monitor, [port, self()]}, {monitor, [time_offset, x]},
                   {demonitor, [x]}, {demonitor, [make_ref(), [bad]]}, {demonitor, [make_ref(), [flush | x]]},
                   {monitor, [process, self(), [bad]]}, {monitor, [process, self(), [{alias, bad}]]}]],
    ok.

wait() -> receive stop -> ok end.
