%% error/2,3 of which a call is traced, with its return: the trace of the error keeps the arguments and information it was given.
-module(process_trace_error_caller).
-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    all(plain),
    [begin
         erlang:trace_pattern({erlang, error, '_'}, Pattern, [local]),
         erlang:trace(new, true, [call]),
         all({Name, errors}),
         erlang:trace_pattern({?MODULE, '_', '_'}, Pattern, [local]),
         all({Name, all}),
         erlang:trace(new, false, [call]),
         erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]),
         erlang:trace_pattern({erlang, error, '_'}, false, [local])
     end || {Name, Pattern} <- [{call, true}, {exception, [{'_', [], [{exception_trace}]}]}, {return, [{'_', [], [{return_trace}]}]}]].

all(Traced) ->
    io:format("~p~n", [Traced]),
    [begin
         io:format(" ~p ended ~p~n", [N, reason(fun() -> top(N, [z]) end)]),
         io:format(" ~p deep ~p~n", [N, reason(fun() -> deep([a, b, c], N) end)]),
         io:format(" ~p caught ~p~n", [N, reason(fun() -> exit(try top(N, [z]) catch C:R:Stack -> {C, R, Stack} end) end)])
     end || N <- lists:seq(1, 6)].

reason(F) ->
    {_, Monitor} = spawn_monitor(F),
    receive {'DOWN', Monitor, _, _, Reason} -> Reason end.

top(N, List) ->
    R = raise(N, List),
    {value, R}.

%% Equal calls that follow one another stand once in a trace, also where frames of tracing lie between them.
deep([_ | T], N) -> deep(T, N), id(ok);
deep([], N) -> raise(N, [z]), id(ok).

raise(1, List) -> erlang:error(one, id(List));
raise(2, List) -> erlang:error(two, id(List)), ok;
raise(3, List) -> [erlang:error(three, id(List))];
raise(4, List) -> id(List), erlang:error(four);
raise(5, List) -> id(List), erlang:error(five, List, [{error_info, #{cause => reasons}}]);
raise(6, List) -> Error = id(error), erlang:Error(six, List);
raise(_, List) -> List.

id(X) -> X.
