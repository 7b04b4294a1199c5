%% Deep recursion through old and new code, and the depth of stack traces.
-module(code_deep_calls).
-export([main/0]).
-include("build.hrl").

main() ->
    register(cdc_main, self()),
    code:load_binary(cdc_m, "m", version(1)),
    io:format("~p~n", [cdc_m:count(1000000)]),
    try cdc_m:fail(20) catch error:R:S -> io:format("~p ~p~n", [R, length([x || {cdc_m, _, _, _} <- S])]) end,
    Old = erlang:system_flag(backtrace_depth, 3),
    io:format("~p~n", [Old]),
    try cdc_m:fail(20) catch error:R1:S1 -> io:format("~p ~p~n", [R1, length(S1)]) end,
    erlang:system_flag(backtrace_depth, 100),
    try cdc_m:fail(20) catch error:R2:S2 -> io:format("~p ~p~n", [R2, length([x || {cdc_m, _, _, _} <- S2])]) end,
    erlang:system_flag(backtrace_depth, Old),
    Self = self(),
    P = spawn(fun() -> Self ! {deep, cdc_m:wait(100000)} end),
    receive {at_bottom, P} -> ok end,
    code:load_binary(cdc_m, "m", version(2)),
    io:format("~p~n", [{erlang:check_process_code(P, cdc_m), code:soft_purge(cdc_m)}]),
    P ! {go, self()},
    receive {deep, N} -> io:format("~p~n", [N]) end,
    io:format("~p~n", [{code:soft_purge(cdc_m), cdc_m:count(10)}]).

version(V) ->
    build(["-module(cdc_m).", "-export([count/1, fail/1, wait/1]).", "count(0) -> 0;" "count(N) -> " ++ integer_to_list(V) ++ " + count(N - 1).",
           "fail(0) -> error(bottom); fail(N) -> 1 + fail(N - 1).",
           "wait(0) -> call(); wait(N) -> 1 + wait(N - 1).",
           "call() -> cdc_main ! {at_bottom, self()}, receive {go, _} -> 0 end."]).
