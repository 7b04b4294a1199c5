%% atomics: reasons and stack heads of all kinds of misuse.
-module(memory_atomics_errors).
-export([main/0]).

main() ->
    R = atomics:new(2, []), C = counters:new(1, [write_concurrency]),
    {write_concurrency, CR} = C,
    Calls = [fun() -> atomics:new(0, []) end, fun() -> atomics:new(-1, []) end, fun() -> atomics:new(a, []) end,
             fun() -> atomics:new(1 bsl 62, []) end, fun() -> atomics:new(1 bsl 70, []) end, fun() -> atomics:new(1, [x]) end,
             fun() -> atomics:new(1, [{signed, 'maybe'}]) end, fun() -> atomics:new(1, nolist) end,
             fun() -> atomics:get(R, 0) end, fun() -> atomics:get(R, 3) end, fun() -> atomics:get(R, -1) end,
             fun() -> atomics:get(R, 1.0) end, fun() -> atomics:get(R, 1 bsl 64) end, fun() -> atomics:get(make_ref(), 1) end,
             fun() -> atomics:get(CR, 1) end, fun() -> atomics:get(x, 1) end, fun() -> atomics:put(R, 1, 1.0) end,
             fun() -> atomics:put(R, 1, 1 bsl 63) end, fun() -> atomics:put(R, 5, 1) end, fun() -> atomics:add(R, 1, a) end,
             fun() -> atomics:add(R, 1, 1 bsl 64) end, fun() -> atomics:sub(R, 1, a) end, fun() -> atomics:sub(R, 9, 1) end,
             fun() -> atomics:sub_get(R, 1, 1 bsl 65) end, fun() -> atomics:add_get(R, 1, -(1 bsl 64)) end,
             fun() -> atomics:exchange(R, 1, x) end, fun() -> atomics:compare_exchange(R, 1, x, 1) end,
             fun() -> atomics:compare_exchange(R, 1, 1, x) end, fun() -> atomics:info(x) end, fun() -> atomics:info(make_ref()) end],
    [try F() of X -> io:format("~p~n", [X])
     catch Cl:Re:St -> [{M, Fu, A, _} | _] = St, io:format("~p ~p ~p:~p/~p~n", [Cl, Re, M, Fu, arity(A)]) end || F <- Calls].

arity(A) when is_list(A) -> length(A);
arity(A) -> A.
