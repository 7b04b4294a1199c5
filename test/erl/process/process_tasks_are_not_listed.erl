%% A request to the machine that waits for its turn is no process in any list: who asks each process he is shown would never end.
-module(process_tasks_are_not_listed).
-export([main/0]).

main() ->
    process_flag(priority, high),
    Target = spawn(fun() -> receive stop -> ok end end),
    Before = processes(),
    References = [request(Target) || _ <- lists:seq(1, 100)],
    io:format("~p~n", [processes() -- Before]),
    io:format("~p~n", [[receive {garbage_collect, R, Done} -> Done end || R <- References] =:= [true || _ <- References]]),
    Target ! stop.

request(Target) ->
    Reference = make_ref(),
    ok = erts_internal:request_system_task(Target, low, {garbage_collect, Reference, major}),
    Reference.
