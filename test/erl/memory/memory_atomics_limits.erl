%% atomics wrap around at 64 bits, signed and unsigned.
-module(memory_atomics_limits).
-export([main/0]).

main() ->
    S = atomics:new(1, [{signed, true}]), U = atomics:new(1, [{signed, false}]),
    Max = (1 bsl 63) - 1, Min = -(1 bsl 63), UMax = (1 bsl 64) - 1,
    atomics:put(S, 1, Max),
    io:format("~p~n", [[atomics:get(S, 1), atomics:add_get(S, 1, 1), atomics:sub_get(S, 1, 1)]]),
    atomics:put(S, 1, Min),
    io:format("~p~n", [[atomics:get(S, 1), atomics:sub_get(S, 1, 1)]]),
    io:format("~p~n", [[atomics:add_get(S, 1, UMax), atomics:add_get(S, 1, Min)]]),
    atomics:put(U, 1, UMax),
    io:format("~p~n", [[atomics:get(U, 1), atomics:add_get(U, 1, 1), atomics:sub_get(U, 1, 1)]]),
    io:format("~p~n", [[atomics:exchange(U, 1, 1 bsl 63), atomics:compare_exchange(U, 1, 1 bsl 63, 0), atomics:get(U, 1)]]),
    io:format("~p~n", [[atomics:add_get(U, 1, -1), atomics:add_get(U, 1, Min)]]),
    io:format("~p~n", [[(catch atomics:put(S, 1, Max + 1)) =/= ok, (catch atomics:put(U, 1, -1)) =/= ok]]).
