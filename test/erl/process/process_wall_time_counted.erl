%% Scheduler wall time is measured while any process wants it.
-module(process_wall_time_counted).
-export([main/0]).

main() ->
    show([set(B) || B <- [false, false, true, true, false, false]]),
    {Pid, Ref} = spawn_monitor(fun Loop() -> receive {From, B} -> From ! set(B), Loop(); stop -> ok end end),
    Ask = fun(B) -> Pid ! {self(), B}, receive R when is_tuple(R) -> R end end,
    show([Ask(true), set(true), set(false), Ask(true), Ask(false), on()]),
    Pid ! stop,
    receive {'DOWN', Ref, _, _, _} -> ok end,
    sys:get_state(kernel_refc),
    show([on(), try erlang:system_flag(scheduler_wall_time, 1) catch C:E -> {C, E} end]).

set(B) -> {erlang:system_flag(scheduler_wall_time, B), on()}.

on() -> undefined =/= erlang:statistics(scheduler_wall_time).

show(X) -> io:format("~p~n", [X]).
