%% Large exit reasons reach monitors, links and the process's own trap.
-module(memory_exit_reason).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    R = {reason, lists:seq(1, 100000), binary:copy(<<"r">>, 10000), #{k => {1, 2}}},
    {P, M} = spawn_monitor(fun() -> exit(R) end),
    receive {'DOWN', M, process, P, X} -> io:format("~p~n", [X =:= R]) end,
    Q = spawn_link(fun() -> exit(R) end),
    receive {'EXIT', Q, Y} -> io:format("~p~n", [Y =:= R]) end,
    Self = self(),
    C = spawn_link(fun() -> process_flag(trap_exit, true), Self ! ready, receive {'EXIT', Self, Z} -> exit({got, Z}) end end),
    receive ready -> ok end,
    exit(C, R),
    receive {'EXIT', C, {got, V}} -> io:format("~p~n", [V =:= R]) end.
