%% Sessions of tracing: made, used side by side, asked about, refused, ended by hand and by being forgotten.
%% skip OTP 25: module trace came with OTP 27
-module(process_trace_sessions).
-export([main/0, traced/1]).

traced(X) -> X.

tried(F) ->
    try F()
    catch C:R:Stack ->
        [{M, N, _, Info} | _] = Stack,
        {C, R, M, N, maps:get(cause, proplists:get_value(error_info, Info, #{}), nothing)}
    end.

main() ->
    Self = self(),
    S1 = trace:session_create(one, Self, []),
    S2 = trace:session_create(two, Self, []),
    {R1, W1 = {one, N1}} = S1,
    {_, {two, N2}} = S2,
    io:format("~p ~p ~p~n", [is_reference(R1), N2 - N1, trace:session_info(all)]),
    [io:format("create ~p~n", [tried(fun() -> trace:session_create(N, T, O) end)])
     || {N, T, O} <- [{"x", Self, []}, {x, foo, []}, {x, Self, [a]}, {x, Self, [a | b]}, {x, {no_such_module, 1}, []}]],
    P = spawn(fun waits/0),
    told(S1, S2, P),
    functions(S1, S2),
    refused(S1, S2, P, R1, W1),
    messages(S1, S2, P),
    ended(S1, S2, P),
    forgotten(),
    P ! stop.

waits() -> receive stop -> ok end.

told(S1, S2, P) ->
    io:format("~p~n", [trace:process(S1, P, true, [call, send, 'receive'])]),
    io:format("~p ~p~n", [trace:info(S1, P, flags), trace:info(S1, P, tracer) =:= {tracer, self()}]),
    io:format("~p ~p~n", [trace:info(S2, P, flags), trace:info(S2, P, tracer)]),
    io:format("~p ~p ~p~n", [names(P), names(self()), erlang:trace_info(P, flags)]).

functions(S1, S2) ->
    F = {?MODULE, traced, 1},
    io:format("~p ~p~n", [trace:function(S1, F, [], [local]), trace:function(S2, F, [], [])]),
    io:format("~p~n~p~n~p~n", [names(F), trace:info(S1, F, all), trace:info(S2, F, all)]),
    io:format("~p~n", [tried(fun() -> trace:function(S2, F, [], [{meta, self()}]) end)]),
    io:format("~p ~p~n", [trace:function(S2, F, [], [meta]), trace:info(S2, F, meta) =:= {meta, self()}]),
    io:format("~p~n", [erlang:trace_info(F, all)]),
    trace:function(S2, F, false, [meta]),
    trace:process(S2, self(), true, [call, arity]),
    ?MODULE:traced(7), % the tracer itself is not traced
    Called = spawn(fun() -> receive go -> ?MODULE:traced(8) end end),
    trace:process(S1, Called, true, [call]),
    trace:process(S2, Called, true, [call, arity]),
    Called ! go,
    timer:sleep(30),
    io:format("~p~n", [lists:sort([M || {trace, _, call, M} <- flush()])]).

refused(S1, S2, P, R1, W1) ->
    F = {?MODULE, traced, 1},
    [io:format("process ~p~n", [tried(fun() -> trace:process(S, Q, H, L) end)])
     || {S, Q, H, L} <- [{S2, P, true, [{tracer, self()}]}, {S2, P, true, [foo]}, {S2, P, foo, [call]}, {S2, foo, true, [call]},
                         {foo, P, true, [call]}, {{a, b}, P, true, [call]}, {{a, 999}, P, true, [call]}, {R1, P, true, [call]},
                         {{make_ref(), {a, 999}}, P, true, [call]}, {make_ref(), P, true, [call]}, {W1, P, true, [procs]},
                         {S1, all, true, [cpu_timestamp, call]}, {{legacy, default}, P, true, [call]}]],
    [io:format("function ~p~n", [tried(fun() -> trace:function(S, G, M, L) end)])
     || {S, G, M, L} <- [{foo, F, [], []}, {S1, {?MODULE, traced}, [], []}, {S1, F, foo, []}, {S1, F, [], [foo]}, {S1, F, [], foo}]],
    [io:format("info ~p~n", [tried(fun() -> trace:info(S, W, I) end)])
     || {S, W, I} <- [{foo, P, flags}, {S1, foo, flags}, {S1, P, foo}, {S1, send, foo}, {S1, {?MODULE, traced}, all}, {any, P, session}]],
    [io:format("send ~p~n", [tried(fun() -> trace:send(S, M, L) end)])
     || {S, M, L} <- [{S1, foo, []}, {foo, true, []}, {S1, true, [x]}]],
    io:format("~p ~p~n", [tried(fun() -> trace:session_info(foo) end), tried(fun() -> trace:session_destroy(foo) end)]),
    [io:format("info any ~p~n", [tried(fun() -> erts_internal:trace_info(S, W, I) end)])
     || {S, W, I} <- [{any, any, session}, {any, P, session}, {W1, P, session}, {any, P, flags}]].

messages(S1, S2, P) ->
    io:format("~p ~p~n", [trace:send(S1, false, []), trace:recv(S1, [{['_', '_', hello], [], []}], [])]),
    io:format("~p ~p~n", [trace:info(S1, send, match_spec), trace:info(S1, 'receive', match_spec)]),
    P ! hello, P ! not_told,
    io:format("~p ~p~n", [trace:process(S2, new, true, [procs]), trace:info(S2, new, flags)]),
    io:format("~p~n", [[names(W) || W <- [send, 'receive', on_load, new, new_processes, new_ports, {?MODULE, none, 1}]]]),
    trace:function(S1, on_load, true, [local]),
    io:format("~p~n", [names(on_load)]),
    spawn(fun() -> ok end),
    timer:sleep(50),
    io:format("~p~n", [[{element(3, M), element(4, M)} || M <- flush(), lists:member(element(3, M), ['receive', exit])]]).

ended(S1, S2, P) ->
    F = {?MODULE, traced, 1},
    io:format("~p ~p~n", [trace:session_destroy(S2), trace:session_destroy(S2)]),
    [io:format("~p~n", [tried(G)]) || G <- [fun() -> trace:info(S2, P, flags) end, fun() -> trace:process(S2, P, true, [call]) end,
                                           fun() -> trace:function(S2, F, [], []) end]],
    io:format("~p ~p~n", [names(all), names(F)]),
    io:format("~p ~p~n", [trace:session_destroy(element(2, S1)), trace:session_destroy(S1)]),
    io:format("~p ~p~n", [names(P), names(F)]).

%% A session that nobody holds any more ends.
forgotten() ->
    {_, Ref} = spawn_monitor(fun() -> put(session, trace:session_create(temporary, self(), [])), io:format("~p~n", [names(all)]) end),
    receive {'DOWN', Ref, _, _, _} -> ok end,
    erlang:garbage_collect(),
    timer:sleep(50),
    io:format("~p~n", [names(all)]).

names(What) ->
    case trace:session_info(What) of
        undefined -> undefined;
        List -> [N || {N, _} <- List]
    end.

flush() -> receive M -> [M | flush()] after 0 -> [] end.
