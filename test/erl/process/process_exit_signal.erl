%% erlang:exit_signal/2,3: to others and to oneself, where `normal` ends nobody; options.
%% skip OTP 25: exit_signal came with OTP 29
%% skip OTP 27: exit_signal came with OTP 29
-module(process_exit_signal).
-export([main/0]).
-include("check.hrl").

main() ->
    [show(Reason, ended_by(fun() -> erlang:exit_signal(self(), Reason), receive after infinity -> ok end end)) || Reason <- [kill, other]],
    show(normal, ended_by(fun() -> exit({went_on, erlang:exit_signal(self(), normal)}) end)),
    show(old, ended_by(fun() -> exit(self(), normal) end)),
    {Pid, Reference} = spawn_monitor(fun() -> receive after infinity -> ok end end),
    show(others, [erlang:exit_signal(Pid, normal), is_process_alive(Pid), erlang:exit_signal(Pid, reason, [priority])]),
    show(down, receive {'DOWN', Reference, _, _, Why} -> Why end),
    process_flag(trap_exit, true),
    [show(trapped, {erlang:exit_signal(self(), Reason), receive {'EXIT', _, R} -> R end}) || Reason <- [normal, other]],
    [show(A, error_info(fun() -> apply(erlang, exit_signal, A) end)) || A <- [[x, r, []], [x, r]]],
    [show(O, error_info(fun() -> erlang:exit_signal(Pid, r, O) end)) || O <- [x, [x], [], [priority]]].

ended_by(F) ->
    {Pid, Reference} = spawn_monitor(F),
    receive {'DOWN', Reference, process, Pid, Why} -> Why end.
