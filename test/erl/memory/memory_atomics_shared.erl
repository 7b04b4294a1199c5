%% Processes count in one array.
-module(memory_atomics_shared).
-export([main/0]).

main() ->
    R = atomics:new(100, []),
    Ps = [spawn_monitor(fun() -> [atomics:add(R, 1 + (I * K) rem 100, I) || I <- lists:seq(1, 1000)] end) || K <- lists:seq(1, 50)],
    [receive {'DOWN', M, process, P, normal} -> ok end || {P, M} <- Ps],
    io:format("~p~n", [[atomics:get(R, I) || I <- lists:seq(1, 100)]]),
    io:format("~p~n", [lists:sum([atomics:get(R, I) || I <- lists:seq(1, 100)])]).
