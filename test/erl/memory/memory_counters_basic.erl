%% counters of both kinds.
-module(memory_counters_basic).
-export([main/0]).

main() -> [run(O) || O <- [[], [atomics], [write_concurrency]]].

run(Options) ->
    C = counters:new(5, Options),
    io:format("~p~n", [element(1, C)]),
    [counters:add(C, I, I * I) || I <- lists:seq(1, 5)],
    counters:sub(C, 5, 100),
    counters:put(C, 4, 1 bsl 62),
    counters:add(C, 4, 1 bsl 62),
    io:format("~p~n", [[counters:get(C, I) || I <- lists:seq(1, 5)]]),
    counters:put(C, 1, -(1 bsl 63)),
    counters:sub(C, 1, 1),
    io:format("~p~n", [counters:get(C, 1)]),
    #{size := S, memory := M} = counters:info(C),
    io:format("~p ~p~n", [S, M > 0]).
