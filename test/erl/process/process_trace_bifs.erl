%% Call traces of built-in functions, ports, messages by specification, call_time, and modules loaded later.
%% needs: programs
-module(process_trace_bifs).
-export([main/0, work/1]).

main() ->
    bifs(),
    costs(),
    messages(),
    ports(),
    saved(),
    on_load(),
    sequence().

work(L) -> R = lists:reverse(L, []), X = erlang:list_to_tuple(R), {X}.

bifs() ->
    Spec = [{'_', [], [{return_trace}, {message, {caller}}]}],
    P = waiting(fun() -> work([1, 2]) end),
    erlang:trace(P, true, [call, return_to]),
    erlang:trace_pattern({lists, reverse, 2}, Spec, [local]),
    erlang:trace_pattern({erlang, list_to_tuple, 1}, true, [global]),
    io:format("~p~n", [erlang:trace_info({lists, reverse, 2}, all)]),
    go(P),
    show(P),
    erlang:trace_pattern({lists, reverse, 2}, false, [local]),
    erlang:trace_pattern({erlang, list_to_tuple, 1}, false, [global]),
    io:format("~p~n", [erlang:trace_info({lists, reverse, 2}, all)]).

costs() ->
    P = waiting(fun() -> [work([I]) || I <- lists:seq(1, 10)] end),
    erlang:trace(P, true, [call]),
    1 = erlang:trace_pattern({?MODULE, work, 1}, true, [call_time, call_count]),
    go(P),
    {call_time, [{P, N, _, _}]} = erlang:trace_info({?MODULE, work, 1}, call_time),
    io:format("~p ~p~n", [N, erlang:trace_info({?MODULE, work, 1}, call_count)]),
    erlang:trace_pattern({?MODULE, work, 1}, false, [call_time, call_count]).

messages() ->
    Self = self(),
    P = waiting(fun() -> Self ! {not_this, 1}, Self ! {this, 2} end),
    erlang:trace(P, true, [send]),
    1 = erlang:trace_pattern(send, [{['_', {this, '$1'}], [], [{message, {{told, '$1'}}}]}], []),
    go(P),
    receive {not_this, 1} -> ok end,
    receive {this, 2} -> ok end,
    receive {trace, P, send, M, Self, Told} -> io:format("~p ~p~n", [M, Told]) end,
    1 = erlang:trace_pattern(send, true, []).

ports() ->
    Port = open_port({spawn, "cat"}, [binary]),
    1 = erlang:trace(Port, true, [send, 'receive', ports]),
    Self = self(),
    Port ! {Self, {command, <<"hello">>}},
    receive {Port, {data, D}} -> io:format("~p~n", [D]) end,
    Port ! {Self, close},
    receive {Port, closed} -> ok end,
    lists:foreach(fun(E) -> io:format("~p~n", [E]) end,
                  [{E, hide(X, Port)} || {trace, T, E, X} <- flush(), T =:= Port]).

saved() ->
    process_flag(save_calls, 10),
    ?MODULE:work([]),
    {last_calls, L} = process_info(self(), last_calls),
    io:format("~p~n", [[C || C <- L, C =:= {lists, reverse, 2}]]),
    process_flag(save_calls, 0).

on_load() ->
    erlang:trace_pattern(on_load, true, [local]),
    io:format("~p~n", [erlang:trace_info(on_load, all)]),
    code:purge(gb_sets), code:delete(gb_sets), code:purge(gb_sets),
    {module, _} = code:load_file(gb_sets),
    io:format("~p~n", [erlang:trace_info({gb_sets, new, 0}, traced)]),
    erlang:trace_pattern(on_load, false, [local]),
    erlang:trace_pattern({gb_sets, '_', '_'}, false, [local]),
    io:format("~p~n", [erlang:trace_info({gb_sets, new, 0}, traced)]).

sequence() ->
    Tracer = self(),
    spawn(fun() ->
        seq_trace:set_system_tracer(Tracer),
        seq_trace:set_token(label, 17),
        seq_trace:set_token(print, true),
        seq_trace:print(17, one),
        seq_trace:print(17, two),
        Tracer ! {token, setelement(4, seq_trace:get_token(), pid)}
    end),
    receive {token, T} -> io:format("~p~n", [T]) end,
    seq_trace:set_system_tracer(false),
    io:format("~p~n", [[{L, Count, X} || {seq_trace, L, {print, Count, _, _, X}} <- flush()]]).

waiting(F) ->
    spawn(fun() -> receive go -> F() end, receive stop -> ok end end).

%% The process is at its `receive` before anything is traced, and still there after.
go(P) ->
    P ! go,
    timer:sleep(50).

show(P) -> lists:foreach(fun(M) -> io:format("~p~n", [setelement(2, M, pid)]) end,
                         [M || M <- flush(), element(2, M) =:= P]).

hide({_, What}, Port) -> hide(What, Port);
hide(X, _) when is_pid(X) -> pid;
hide(X, _) -> X.

flush() -> receive M -> [M | flush()] after 100 -> [] end.
