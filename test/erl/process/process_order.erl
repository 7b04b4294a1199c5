%% Signals of one sender arrive in the order in which they were sent.
-module(process_order).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Self = self(),
    %% message, then exit signal
    P1 = spawn_link(fun() -> Self ! one, Self ! two, exit(three) end),
    io:format("~p~n", [[receive X -> short(X, P1) end || _ <- [1, 2, 3]]]),
    %% message before 'DOWN'
    {P2, M2} = spawn_monitor(fun() -> Self ! a, exit(b) end),
    io:format("~p~n", [[receive a -> a; {'DOWN', M2, process, P2, R} -> R end || _ <- [1, 2]]]),
    %% exit then message: the receiver is dead already
    P3 = spawn(fun() -> receive {From, X} -> From ! {got, X} end end),
    exit(P3, kill), P3 ! {Self, x},
    io:format("~p ~p~n", [receive {got, Y} -> Y after 20 -> nothing end, is_process_alive(P3)]),
    %% link, unlink, exit
    P4 = spawn(fun() -> receive {link, Q} -> link(Q), unlink(Q), exit(silent) end end),
    P4 ! {link, Self},
    io:format("~p~n", [receive {'EXIT', P4, W4} -> W4 after 30 -> none end]),
    %% monitor after exit
    P5 = spawn(fun() -> receive never -> ok end end),
    exit(P5, stop), M5 = monitor(process, P5),
    io:format("~p~n", [receive {'DOWN', M5, process, P5, W5} -> W5 =:= noproc orelse W5 =:= stop end]),
    %% ten thousand in a row from each of three
    Ps = [spawn(fun() -> [Self ! {self(), I} || I <- lists:seq(1, 10000)] end) || _ <- [1, 2, 3]],
    io:format("~p~n", [[in_order(P, 1) || P <- Ps]]),
    ok.

short({'EXIT', P, W}, P) -> {exit, W};
short(X, _) -> X.

in_order(_, 10001) -> ordered;
in_order(P, I) -> receive {P, J} -> if I =:= J -> in_order(P, I + 1); true -> {wrong, I, J} end end.
