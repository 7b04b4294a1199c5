%% Many processes add to counters of both kinds.
-module(memory_counters_shared).
-export([main/0]).

main() -> [run(O) || O <- [[atomics], [write_concurrency]]].

run(O) ->
    C = counters:new(10, O),
    Ps = [spawn_monitor(fun() -> [counters:add(C, 1 + I rem 10, 1) || I <- lists:seq(1, 2000)] end) || _ <- lists:seq(1, 20)],
    [receive {'DOWN', M, process, P, normal} -> ok end || {P, M} <- Ps],
    io:format("~p~n", [[counters:get(C, I) || I <- lists:seq(1, 10)]]).
