%% A program that does not read: the port is busy, nosuspend says so, others wait.
%% needs: programs
-module(io_port_busy).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    P = open_port({spawn, "sleep 5"}, []),
    Chunk = binary:copy(<<"x">>, 65536),
    N = fill(P, Chunk, 0), show(filled, N > 0), show(busy, port_command(P, "y", [nosuspend])),
    show(force, try port_command(P, "y", [force]) catch C:R -> {C, R} end),
    {Pid, Ref} = spawn_monitor(fun() -> true = port_command(P, Chunk) end),
    timer:sleep(50), show(waits, is_process_alive(Pid)), {queue_size, Q} = erlang:port_info(P, queue_size), show(queue, Q > 8192),
    exit(Pid, kill), show(killed, receive {'DOWN', Ref, _, _, W} -> W end),
    exit(P, kill), show(close, receive {'EXIT', P, killed} -> ok after 3000 -> timeout end),
    S = open_port({spawn, "sh -c 'cat > /dev/null'"}, [{busy_limits_port, {10, 20}}]),
    [true = port_command(S, Chunk) || _ <- lists:seq(1, 50)], show(through, ok), port_close(S),
    D = open_port({spawn, "sleep 5"}, [{busy_limits_port, disabled}]), [true = port_command(D, Chunk, [nosuspend]) || _ <- lists:seq(1, 10)], show(disabled, ok),
    exit(D, kill).

fill(P, C, N) when N < 1000 -> case port_command(P, C, [nosuspend]) of true -> fill(P, C, N + 1); false -> N end.
