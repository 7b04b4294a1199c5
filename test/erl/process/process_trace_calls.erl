%% Call tracing: local and global, match specifications, returns and exceptions, counts, meta.
-module(process_trace_calls).
-export([main/0, fact/1, outer/1, thrower/1, worker/0]).

main() ->
    P = spawn(fun worker/0),
    io:format("~p~n", [erlang:trace(P, true, [call])]),
    %% global: only external calls
    io:format("~p~n", [erlang:trace_pattern({?MODULE, fact, 1}, true, [])]),
    show(P, fun() -> ?MODULE:fact(3) end),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, traced)]),
    %% local: every call
    io:format("~p~n", [erlang:trace_pattern({?MODULE, fact, 1}, true, [local])]),
    show(P, fun() -> ?MODULE:fact(3) end),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, all)]),
    %% with returns
    MS = [{['$1'], [{'>', '$1', 1}], [{return_trace}]}],
    io:format("~p~n", [erlang:trace_pattern({?MODULE, fact, 1}, MS, [local])]),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, match_spec)]),
    show(P, fun() -> ?MODULE:fact(3) end),
    %% messages and callers
    1 = erlang:trace_pattern({?MODULE, inner, 1}, [{['$1'], [], [{message, {{caller, {caller}, arg, '$1'}}}]}], [local]),
    show(P, fun() -> ?MODULE:outer(7) end),
    %% exceptions
    1 = erlang:trace_pattern({?MODULE, thrower, 1}, [{'_', [], [{exception_trace}]}], [local]),
    show(P, fun() -> catch ?MODULE:thrower(x) end),
    show(P, fun() -> ?MODULE:thrower(fine) end),
    %% arity, silent
    erlang:trace(P, true, [arity]),
    show(P, fun() -> catch ?MODULE:thrower(y) end),
    erlang:trace(P, false, [arity]),
    1 = erlang:trace_pattern({?MODULE, thrower, 1}, [{[quiet], [], [{silent, true}]}, {[loud], [], [{silent, false}]}, {'_', [], []}], [local]),
    show(P, fun() -> [catch ?MODULE:thrower(X) || X <- [a, quiet, b, loud, c]] end),
    %% off again
    io:format("~p~n", [erlang:trace_pattern({?MODULE, '_', '_'}, false, [local]) > 5]),
    show(P, fun() -> ?MODULE:fact(3) end),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, traced)]),
    %% counts
    1 = erlang:trace_pattern({?MODULE, fact, 1}, true, [local, call_count]),
    24 = fact(4), 120 = fact(5),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, call_count)]),
    1 = erlang:trace_pattern({?MODULE, fact, 1}, pause, [local, call_count]),
    24 = fact(4),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, call_count)]),
    1 = erlang:trace_pattern({?MODULE, fact, 1}, restart, [local, call_count]),
    24 = fact(4),
    io:format("~p~n", [erlang:trace_info({?MODULE, fact, 1}, call_count)]),
    1 = erlang:trace_pattern({?MODULE, fact, 1}, false, [local, call_count]),
    %% meta: whoever calls
    T = spawn(fun() -> collect([]) end),
    1 = erlang:trace_pattern({?MODULE, outer, 1}, [{['$1'], [], [{message, '$1'}]}], [{meta, T}]),
    outer(1), outer(two),
    T ! {self(), tell},
    io:format("~p~n", [receive {T, L} -> [case M of {trace_ts, _, call, C, Msg, {_, _, _}} -> {C, Msg} end || M <- L] end]),
    io:format("~p~n", [erlang:trace_info({?MODULE, outer, 1}, meta) =:= {meta, T}]),
    %% bad ones
    [io:format("~p~n", [try erlang:trace_pattern(A, B, C) catch Cl:E -> {Cl, E} end])
     || {A, B, C} <- [{{?MODULE, fact, 1}, true, [bad]}, {{?MODULE, fact, 1}, maybe_so, []}, {{?MODULE, fact, 1}, [bad], [local]},
                      {{'_', fact, 1}, true, []}, {{?MODULE, '_', 1}, true, []}, {x, true, []}, {{1, 2, 3}, true, []},
                      {{?MODULE, fact, 1}, restart, [local]}, {{?MODULE, not_there, 1}, true, [local]}]],
    io:format("~p~n", [erlang:trace_info({?MODULE, not_there, 1}, traced)]),
    ok.

worker() -> receive {From, F} -> F(), From ! {self(), done}, worker() end.

show(P, F) ->
    P ! {self(), F},
    receive {P, done} -> ok end,
    io:format("~p~n", [flush(P)]).

flush(P) ->
    receive
        {trace, P, T, {M, Fn, A}} -> [{T, M, Fn, A} | flush(P)];
        {trace, P, T, {M, Fn, A}, X} -> [{T, M, Fn, A, X} | flush(P)]
    after 20 -> []
    end.

collect(L) -> receive {From, tell} -> From ! {self(), lists:reverse(L)}; M -> collect([M | L]) end.

fact(0) -> 1;
fact(N) -> N * fact(N - 1).

outer(X) -> {wrapped, inner(X)}.
inner(X) -> [X].
thrower(fine) -> ok;
thrower(X) -> throw({thrown, X}).
