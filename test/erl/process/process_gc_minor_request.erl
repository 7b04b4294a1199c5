%% A request for a collection collects what it asks for, at once, whether the process has run yet or not.
-module(process_gc_minor_request).
-export([main/0]).

main() ->
    [io:format("~p~n", [collected(Options)]) || Options <- [[], [{type, major}], [{type, minor}]]],
    counted().

collected(Options) ->
    P = spawn(fun() -> receive stop -> ok end end),
    true = erlang:garbage_collect(P, []),
    1 = erlang:trace(P, true, [garbage_collection]),
    true = erlang:garbage_collect(P, Options),
    Ref = erlang:trace_delivered(P),
    receive {trace_delivered, P, Ref} -> ok end,
    P ! stop,
    tags(P).

tags(P) -> receive {trace, P, Tag, _} -> [Tag | tags(P)] after 0 -> [] end.

%% What waits in the queue of a process counts as its heap, if it is kept there.
counted() ->
    [begin
         {P, Ref} = spawn_opt(fun() -> receive after infinity -> ok end end,
                              [monitor, {message_queue_data, Where},
                               {max_heap_size, #{size => 1024, kill => true, error_logger => false}}]),
         [P ! lists:seq(1, 100) || _ <- lists:seq(1, 100)],
         process_info(P, messages),
         erlang:garbage_collect(P),
         io:format("~p~n", [{Where, receive {'DOWN', Ref, _, _, R} -> R after 200 -> exit(P, kill), alive end}])
     end || Where <- [on_heap, off_heap]].
