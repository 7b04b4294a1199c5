-module(process_unlink_of_exiting).
-export([main/0]).

%% After unlink/1 no exit signal comes, also when the other was told to exit and has not run since.
main() ->
    process_flag(priority, high),
    process_flag(trap_exit, true),
    Pid = spawn_opt(fun() -> receive after infinity -> ok end end, [link, {priority, low}]),
    exit(Pid, bang),
    unlink(Pid),
    receive {'EXIT', Pid, _} -> ok after 0 -> ok end,
    receive {'EXIT', Pid, Reason} -> io:format("late: ~p~n", [Reason]) after 100 -> io:format("nothing came~n") end.
