%% {current_stacktrace} and {current_stacktrace, Depth} in match specifications (OTP 26): the callers of the function that is called.
-module(process_trace_stack_depth).
-export([main/0, nested/1, called/1]).

main() ->
    Depths = [{current_stacktrace}, {current_stacktrace, 0}, {current_stacktrace, 1}, {current_stacktrace, 2}, {current_stacktrace, 300}],
    [io:format("~p ~p~n", [Message, traced(Message, Local)]) || Message <- Depths, Local <- [[local], []]],
    Before = erlang:system_flag(backtrace_depth, 2),
    [io:format("~p ~p~n", [Message, traced(Message, [local])]) || Message <- Depths],
    erlang:system_flag(backtrace_depth, Before),
    [io:format("~p ~p~n", [Message, tested(Message)])
     || Message <- [{current_stacktrace, a}, {current_stacktrace, -1}, {current_stacktrace, 1 bsl 70}, {current_stacktrace, '$1'},
                    {current_stacktrace, {{}}}, {current_stacktrace, 1, 2}]].

traced(Message, Local) ->
    {P, M} = spawn_monitor(fun() -> receive go -> outer(3) end end),
    1 = erlang:trace(P, true, [call]),
    try erlang:trace_pattern({?MODULE, called, 1}, [{'_', [], [{message, Message}]}], Local) of
        1 ->
            P ! go,
            receive {'DOWN', M, _, _, _} -> ok end,
            Ref = erlang:trace_delivered(P),
            receive {trace_delivered, P, Ref} -> ok end,
            receive {trace, P, call, _, Stack} -> [F || {_, F, _, _} <- Stack] after 0 -> nothing end
    catch error:Reason -> Reason
    end.

tested(Message) ->
    case erlang:match_spec_test([a], [{['$1'], [], [{message, Message}]}], trace) of
        {error, Errors} -> [lists:flatten(Text) || {_, Text} <- Errors];
        {ok, _, _, _} -> ok
    end.

outer(N) -> [?MODULE:nested(N)].

nested(0) -> [?MODULE:called(1)];
nested(N) -> [?MODULE:nested(N - 1)].

called(_) -> ok.
