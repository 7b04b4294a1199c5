%% erts_debug:dirty_io/2 and its kin: a call that goes on while others run, and whose caller counts as running.
-module(process_aside).
-export([main/0]).
-include("../check.hrl").

main() ->
    p([erts_debug:dirty_cpu(scheduler, type), erts_debug:dirty_io(scheduler, type), erts_debug:dirty(normal, scheduler, type)]),
    p([erts_debug:dirty_cpu(reschedule, 100), erts_debug:dirty(dirty_io, reschedule, 4)]),
    [p(ended(F)) || F <- [fun() -> erts_debug:dirty_cpu(error, undef) end, fun() -> erts_debug:dirty_io(error, {a}) end,
                          fun() -> erts_debug:dirty(normal, error, noproc) end, fun() -> erts_debug:dirty_io(wait, x) end,
                          fun() -> erts_debug:dirty(none, reschedule, 0) end]],
    p(length(erts_debug:dirty_cpu(copy, {"abc"}))),
    Me = self(),
    {P, M} = spawn_monitor(fun() -> erts_debug:dirty_io(send, Me), erts_debug:dirty_io(wait, 500), exit(over) end),
    receive {ok, P} -> ok end,
    timer:sleep(50),
    P ! message,
    p(process_info(P, [status, current_function])),
    true = erlang:suspend_process(P, [asynchronous]),
    p(process_info(P, status)),
    p(erlang:garbage_collect(P)),
    timer:sleep(700),
    p(process_info(P, status)),
    erlang:resume_process(P),
    receive {'DOWN', M, _, _, R} -> p(R) end,
    {Q, N} = spawn_monitor(fun() -> erts_debug:dirty_io(alive_waitexiting, Me) end),
    receive {alive, Q} -> ok end,
    exit(Q, kill),
    receive {'DOWN', N, _, _, S} -> p({S, is_process_alive(Q)}) end,
    ok.
