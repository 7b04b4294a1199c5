%% One that never waits does not keep others from their timers.
-module(process_fairness).
-export([main/0]).

main() ->
    Spinners = [spawn(fun() -> spin(0) end) || _ <- lists:seq(1, 20)],
    T0 = erlang:monotonic_time(millisecond),
    ticks(20),
    T1 = erlang:monotonic_time(millisecond),
    io:format("~p~n", [T1 - T0 < 3000]),
    Self = self(),
    %% long BIFs yield too
    Big = lists:seq(1, 300000),
    Long = [spawn(fun() -> long(Big, Self) end) || _ <- [1, 2, 3]],
    ticks(10),
    [exit(P, kill) || P <- Spinners ++ Long],
    io:format("~p~n", [lists:usort([is_process_alive(P) || P <- Spinners])]),
    ok.

ticks(0) -> ok;
ticks(N) -> receive after 1 -> ticks(N - 1) end.
spin(N) -> spin(N + 1).
long(L, To) -> _ = lists:reverse(L), _ = length(L), long(L, To).
