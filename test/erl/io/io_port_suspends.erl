%% Port ! {Owner, {command, Data}} to a program that does not read: the sender is suspended, what waits is bounded, the order kept.
%% needs: programs
-module(io_port_suspends).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    much(), killed(), closed(), held(), ended(), monitored().

%% Reads nothing until the fun is called.
stopped(Command, Options) ->
    File = "go" ++ os:getpid() ++ "_" ++ integer_to_list(erlang:unique_integer([positive])),
    P = open_port({spawn, "sh -c 'i=0; until rm " ++ File ++ " 2> /dev/null || [ $((i+=1)) -gt 1000 ]; do sleep 0.05; done; " ++ Command ++ "'"}, Options),
    {P, fun() -> file:write_file(File, "") end}.

chunk() -> binary:copy(<<"0123456789abcdef">>, 4096).
sender(Port, Owner, Data, N) -> spawn_monitor(fun() -> [Port ! {Owner, {command, Data}} || _ <- lists:seq(1, N)], exit(sent) end).
until(Pid, Status) -> case process_info(Pid, status) of {status, Status} -> ok; undefined -> dead; _ -> timer:sleep(1), until(Pid, Status) end.
down(Ref) -> receive {'DOWN', Ref, _, _, R} -> R end.
queued(P) -> {queue_size, Q} = erlang:port_info(P, queue_size), Q.
fill(P) -> case erlang:send(P, {self(), {command, chunk()}}, [nosuspend]) of ok -> fill(P); R -> R end.

%% 100 MB: what waits stays small, each byte arrives, and what is sent afterwards comes last.
much() ->
    {P, Go} = stopped("head -c 104857600 | md5sum; read x; echo $x", [stream, in, out]), Before = erlang:memory(total),
    {Pid, Ref} = sender(P, self(), chunk(), 1600), until(Pid, suspended),
    show(queued, {queued(P) >= 8192, queued(P) < 200000}), show(small, erlang:memory(total) - Before < 10000000),
    show(nosuspend, erlang:send(P, {self(), {command, "no"}}, [nosuspend])), show(force, caught(fun() -> port_command(P, "no", [force]) end)),
    show(command, port_command(P, "no", [nosuspend])), show(not_a_command, erlang:send(P, {self(), {connect, self()}}, [nosuspend])),
    show(connected, receive {P, connected} -> ok end),
    Pid ! a, Pid ! b, show(messages, process_info(Pid, [status, messages, current_function])),
    Go(), show(sent, down(Ref)), P ! {self(), {command, "last\n"}}, show(output, all(P, [])), catch port_close(P), receive {'EXIT', P, R} -> show(exit, R) end.

all(P, Out) -> receive {P, {data, D}} -> case lists:suffix("last\n", Out ++ D) of true -> Out ++ D; false -> all(P, Out ++ D) end end.

%% One of two that wait is killed; the other goes on.
killed() ->
    {P, Go} = stopped("cat > /dev/null; :", []), show(filled, fill(P)),
    {A, Ra} = sender(P, self(), "a", 1), {B, Rb} = sender(P, self(), "b", 1), until(A, suspended), until(B, suspended),
    exit(A, kill), show(killed, down(Ra)), show(other, process_info(B, status)), Go(), show(other, down(Rb)),
    P ! {self(), close}, show(closed, receive {P, closed} -> ok end), show(exit, receive {'EXIT', P, R} -> R end).

%% The port ends under those that wait: `!` is done, port_command/2 is badarg.
closed() ->
    {P, Go} = stopped("cat > /dev/null; :", []), show(filled, fill(P)),
    {A, Ra} = sender(P, self(), "a", 1), {B, Rb} = spawn_monitor(fun() -> exit({command, caught(fun() -> port_command(P, "b") end)}) end),
    until(A, suspended), until(B, suspended), exit(P, kill), show(bang, down(Ra)), show(command, down(Rb)), show(exit, receive {'EXIT', P, R} -> R end), Go().

%% Held by another process too: both must let go.
held() ->
    {P, Go} = stopped("cat > /dev/null; :", []), show(filled, fill(P)), {A, Ra} = sender(P, self(), "a", 1), until(A, suspended),
    true = erlang:suspend_process(A), Go(), true = port_command(P, "through"), show(held, process_info(A, status)),
    true = erlang:resume_process(A), show(let_go, down(Ra)), port_close(P), receive {'EXIT', P, R} -> show(exit, R) end.

%% The owner has died: the port with it.
ended() ->
    Me = self(), {Owner, Ro} = spawn_monitor(fun() -> {P, Go} = stopped("cat > /dev/null; :", []), fill(P), Me ! {P, Go}, receive stop -> ok end end),
    {P, Go} = receive {Port, _} = X when is_port(Port) -> X end, {A, Ra} = sender(P, Owner, "a", 3), until(A, suspended), Owner ! stop, show(owner, down(Ro)), show(sender, down(Ra)), Go().

%% system_monitor hears of each that is suspended, once for each time.
monitored() ->
    {P, Go} = stopped("cat > /dev/null; :", []), erlang:system_monitor(self(), [busy_port]), show(filled, fill(P)),
    {A, Ra} = sender(P, self(), "a", 1), receive {monitor, A, busy_port, P} -> show(told, busy_port) end, until(A, suspended), A ! in_vain,
    {B, Rb} = spawn_monitor(fun() -> port_command(P, "b") end), receive {monitor, B, busy_port, P} -> show(told, busy_port) end,
    Go(), show(sender, down(Ra)), show(sender, down(Rb)), erlang:system_monitor(undefined), show(left, receive {monitor, _, _, _} = M -> M after 0 -> none end), port_close(P).
