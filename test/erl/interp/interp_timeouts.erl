-module(interp_timeouts).
-export([main/0]).

%% after: zero, short, infinity, bignum, wrong values, and messages that come in time or too late.
main() ->
    S = self(),
    io:format("~p~n", [receive after 0 -> zero end]),
    io:format("~p~n", [receive x -> x after 30 -> timed_out end]),
    spawn(fun() -> timer:sleep(20), S ! in_time end),
    io:format("~p~n", [receive in_time -> got after 5000 -> late end]),
    spawn(fun() -> timer:sleep(5), S ! wrong, timer:sleep(60), S ! right end),
    io:format("~p~n", [receive right -> got after 30 -> late end]),
    io:format("~p~n", [receive wrong -> was_there after 0 -> gone end]),
    io:format("~p~n", [receive right -> got after 5000 -> late end]),
    [io:format("~p~n", [{T, try receive after T -> ok end catch C:R -> {C, R} end}]) || T <- [-1, a, 1.5, 1 bsl 40, "x"]],
    T0 = erlang:monotonic_time(millisecond),
    receive after 50 -> ok end,
    D = erlang:monotonic_time(millisecond) - T0,
    io:format("~p~n", [D >= 50 andalso D < 1000]),
    P = spawn(fun() -> receive go -> S ! went after infinity -> never end end),
    P ! go,
    io:format("~p~n", [receive went -> went after 5000 -> late end]).
