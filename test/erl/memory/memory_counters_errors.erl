%% counters: reasons and stack heads of misuse.
-module(memory_counters_errors).
-export([main/0]).

main() ->
    [run(counters:new(2, O)) || O <- [[atomics], [write_concurrency]]],
    show(fun() -> counters:new(0, []) end),
    show(fun() -> counters:new(1, [x]) end),
    show(fun() -> counters:new(1 bsl 64, [write_concurrency]) end),
    show(fun() -> counters:new(a, [write_concurrency]) end),
    show(fun() -> counters:get({other, make_ref()}, 1) end),
    show(fun() -> counters:info(make_ref()) end).

run(C) ->
    show(fun() -> counters:get(C, 0) end),
    show(fun() -> counters:get(C, 3) end),
    show(fun() -> counters:get(C, x) end),
    show(fun() -> counters:add(C, 1, x) end),
    show(fun() -> counters:add(C, 1, 1 bsl 64) end),
    show(fun() -> counters:sub(C, 1, x) end),
    show(fun() -> counters:put(C, 1, 1 bsl 63) end),
    show(fun() -> counters:put(C, 7, 1) end).

show(F) ->
    try F() of X -> io:format("~p~n", [X])
    catch C:R:St -> [{M, Fu, A, _} | _] = St, io:format("~p ~p ~p:~p/~p~n", [C, R, M, Fu, length(A)]) end.
