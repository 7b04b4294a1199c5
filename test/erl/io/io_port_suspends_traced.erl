%% A sender that a busy port stops is traced once, though it sends again when the port takes more.  (erl tells of it once
%% or twice, as it found the port free of other work or not.)
%% needs: programs
-module(io_port_suspends_traced).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true), register(main, self()),
    [once(How) || How <- [pid, name, send]].

once(How) ->
    File = "traced" ++ os:getpid() ++ "_" ++ atom_to_list(How),
    P = open_port({spawn, "sh -c 'i=0; until rm " ++ File ++ " 2> /dev/null || [ $((i+=1)) -gt 1000 ]; do sleep 0.05; done; cat > /dev/null'"}, []),
    register(the_port, P), show(filled, fill(P)), Me = self(),
    {Pid, Ref} = spawn_monitor(fun() -> receive go -> send(How, P, {Me, {command, "a"}}), send(How, P, {Me, {command, "b"}}), Me ! sent end end),
    erlang:trace(Pid, true, [send]), Pid ! go, until(Pid, suspended), ok = file:write_file(File, ""),
    receive {'DOWN', Ref, _, _, R} -> show(ended, R) end, D = erlang:trace_delivered(Pid), receive {trace_delivered, Pid, D} -> ok end,
    Told = [{T, element(2, M)} || {T, M} <- told(Pid), is_tuple(M)], show(How, lists:usort(Told)), show(once, length(Told) =:= 2 orelse on_erl()), receive sent -> ok end,
    port_close(P), receive {'EXIT', P, Exit} -> show(exit, Exit) end.

send(pid, P, M) -> P ! M;
send(name, _, M) -> the_port ! M;
send(send, P, M) -> erlang:send(P, M, []).

fill(P) -> case erlang:send(P, {self(), {command, binary:copy(<<"0123456789abcdef">>, 4096)}}, [nosuspend]) of ok -> fill(P); R -> R end.
until(Pid, Status) -> case process_info(Pid, status) of {status, Status} -> ok; undefined -> dead; _ -> timer:sleep(1), until(Pid, Status) end.
told(Pid) -> receive {trace, Pid, T, M, _} -> [{T, M} | told(Pid)] after 0 -> [] end.
on_erl() -> element(1, caught(fun() -> erlang:system_info(ling) end)) =:= error.
