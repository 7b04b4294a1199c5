%% How programs end: exit status, signals, eof, the EXIT signal.
%% needs: programs
-module(io_port_exit).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    [show({Cmd, O}, run(Cmd, O)) || Cmd <- ["true", "false", "sh -c 'exit 42'", "sh -c 'echo x; exit 7'", "sh -c 'kill -9 $$'", "sh -c 'kill -15 $$'", "echo hi"],
                                    O <- [[], [exit_status], [eof], [eof, exit_status], [exit_status, stderr_to_stdout, binary]]],
    show(nonexistent, run("no_such_program_here", [exit_status, stderr_to_stdout, nothing_of_stderr])),
    P = open_port({spawn, "sleep 100"}, [exit_status]),
    {os_pid, Pid} = erlang:port_info(P, os_pid), os:cmd("kill " ++ integer_to_list(Pid)), show(killed, drain(P)),
    Q = open_port({spawn, "cat"}, [eof]), show(eof_open, erlang:port_info(Q, name)), port_close(Q),
    R = open_port({spawn, "sh -c 'exec 1>&-; sleep 0.1; exit 5'"}, [exit_status]), show(closes_first, drain(R)).

run(Cmd, O0) -> O = lists:delete(nothing_of_stderr, O0), P = open_port({spawn, Cmd}, O), X = drain(P), case O0 =:= O of true -> X; false -> [E || {exit_status, _} = E <- X] end.
drain(P) -> receive {P, eof} -> [eof | after_eof(P)]; {P, {data, D}} -> [{data, D} | drain(P)]; {P, X} -> [X | drain(P)]; {'EXIT', P, W} -> [{'EXIT', W}] after 3000 -> [timeout] end.
after_eof(P) -> receive {P, X} -> [X | after_eof(P)]; {'EXIT', P, W} -> [{'EXIT', W}] after 200 -> catch port_close(P), receive {'EXIT', P, W} -> [{closed, W}] after 0 -> [] end end.
