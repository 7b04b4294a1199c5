%% atomics: all operations on small values.
-module(memory_atomics_basic).
-export([main/0]).

main() ->
    R = atomics:new(3, []),
    io:format("~p~n", [is_reference(R)]),
    io:format("~p~n", [[atomics:get(R, I) || I <- [1, 2, 3]]]),
    io:format("~p~n", [[atomics:put(R, 1, 10), atomics:add(R, 1, 5), atomics:sub(R, 1, 1), atomics:get(R, 1)]]),
    io:format("~p~n", [[atomics:add_get(R, 2, 7), atomics:sub_get(R, 2, 10), atomics:get(R, 2)]]),
    io:format("~p~n", [[atomics:exchange(R, 3, 33), atomics:exchange(R, 3, 34), atomics:get(R, 3)]]),
    io:format("~p~n", [[atomics:compare_exchange(R, 3, 34, 35), atomics:compare_exchange(R, 3, 34, 36), atomics:get(R, 3)]]),
    #{size := S, max := Max, min := Min, memory := M} = atomics:info(R),
    io:format("~p ~p ~p ~p~n", [S, Max, Min, M >= 24]),
    U = atomics:new(1, [{signed, false}]),
    io:format("~p~n", [maps:remove(memory, atomics:info(U))]),
    erlang:garbage_collect(),
    io:format("~p~n", [atomics:get(R, 1)]).
