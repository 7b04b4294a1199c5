%% receive ... after: zero, infinity, computed, bad and huge times.
-module(process_receive_after).
-export([main/0]).

main() ->
    io:format("~p~n", [receive after 0 -> zero end]),
    io:format("~p~n", [receive after time(0) -> computed_zero end]),
    T0 = erlang:monotonic_time(millisecond),
    io:format("~p~n", [receive after time(20) -> waited end]),
    io:format("~p~n", [erlang:monotonic_time(millisecond) - T0 >= 20]),
    self() ! there,
    io:format("~p~n", [receive there -> there after time(infinity) -> never end]),
    self() ! other,
    io:format("~p~n", [receive missing -> missing after time(5) -> timed_out end]),
    io:format("~p~n", [receive other -> other after 0 -> gone end]),
    [io:format("~p~n", [try receive never -> ok after time(X) -> timeout end catch C:E -> {C, E} end])
     || X <- [-1, a, 1.0, 1 bsl 32, 1 bsl 70, "1"]],
    %% a message that comes while it waits does not restart the timer
    Self = self(),
    P = spawn(fun() -> tick(Self) end),
    T1 = erlang:monotonic_time(millisecond),
    R = receive wanted -> wanted after 50 -> timeout end,
    T2 = erlang:monotonic_time(millisecond),
    exit(P, kill),
    io:format("~p ~p~n", [R, T2 - T1 >= 50 andalso T2 - T1 < 1000]),
    io:format("~p~n", [loop_after(100)]),
    {Q, M} = spawn_monitor(fun() -> receive stop -> exit(stopped) after 1 bsl 32 - 1 -> exit(later) end end),
    Q ! stop,
    io:format("~p~n", [receive {'DOWN', M, _, _, W} -> W end]),
    ok.

time(X) -> X.
tick(To) -> To ! tick, receive after 5 -> tick(To) end.
loop_after(0) -> done;
loop_after(N) -> receive {never, N} -> wrong after 0 -> loop_after(N - 1) end.
