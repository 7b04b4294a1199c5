%% exit/2 with every reason to those that trap and those that do not.
-module(process_exit_signals).
-export([main/0]).

main() ->
    [begin
         {P, M} = spawn_monitor(fun() -> process_flag(trap_exit, Trap), wait() end),
         P ! ready, 
         exit(P, Reason),
         R = receive
                 {'DOWN', M, process, P, W} -> {died, W}
             after 30 ->
                 P ! {tell, self()},
                 receive {told, T} -> {lives, T} end
             end,
         io:format("~p ~p: ~p~n", [Trap, Reason, R])
     end || Trap <- [false, true], Reason <- [normal, shutdown, kill, killed, noproc, {a, [b]}]],
    Me = self(),
    %% from a link
    [begin
         {P, M} = spawn_monitor(fun() -> process_flag(trap_exit, Trap), spawn_link(fun() -> exit(Reason) end), wait() end),
         R = receive
                 {'DOWN', M, process, P, W} -> {died, W}
             after 30 ->
                 P ! {tell, Me},
                 receive {told, T} -> {lives, T} end
             end,
         io:format("linked ~p ~p: ~p~n", [Trap, Reason, R])
     end || Trap <- [false, true], Reason <- [normal, shutdown, kill, other]],
    io:format("~p~n", [exit(dead(), reason)]),
    [io:format("~p~n", [catch element(1, element(2, catch exit(X, y)))]) || X <- [a, 1, {a}]],
    ok.

wait() -> wait([]).
wait(Got) ->
    receive
        ready -> wait(Got);
        {'EXIT', _, R} -> wait([R | Got]);
        {tell, To} -> To ! {told, Got}
    end.
dead() -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> P end.
