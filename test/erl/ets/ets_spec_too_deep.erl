%% An expression nested a million levels deep is refused with system_limit wherever a match specification may stand; erl compiles
%% by recursion and refuses it, too.  A head may be as deep as it likes.
-module(ets_spec_too_deep).
-export([main/0]).
-include("check.hrl").

main() ->
    Table = ets:new(table, []),
    true = ets:insert(Table, {1}),
    [refused(Table, Name, Expression) || {Name, Expression} <- expressions(1000000)],
    p(caught(fun() -> ets:select(Table, [{pattern(1000000, '_'), [], [true]}]) end)),
    p(caught(fun() -> erlang:match_spec_test({1}, [{{'$1'}, [expression(100, fun disjunction/2)], [true]}], table) end)),
    ok.

expressions(N) ->
    [{disjunction, expression(N, fun disjunction/2)},
     {lazy, expression(N, fun(I, E) -> {'andalso', {'=:=', I, '$1'}, E} end)},
     {call, expression(N, fun(_, E) -> {'not', E} end)},
     {tuple, {is_tuple, expression(N, fun(_, E) -> {{E}} end)}},
     {list, {is_list, expression(N, fun(_, E) -> [E] end)}},
     {map, {is_map, expression(N, fun(_, E) -> #{a => E} end)}}].

expression(N, Fun) -> lists:foldl(Fun, true, lists:seq(1, N)).

disjunction(I, E) -> {'or', {'=:=', I, '$1'}, E}.

pattern(N, T) -> lists:foldl(fun(_, E) -> {E} end, T, lists:seq(1, N)).

refused(Table, Name, Expression) ->
    Spec = [{{'$1'}, [Expression], [true]}],
    Trace = [{['$1'], [Expression], []}],
    p(Name),
    p(caught(fun() -> ets:select(Table, Spec) end)),
    p(caught(fun() -> ets:select_delete(Table, Spec) end)),
    p(caught(fun() -> ets:match_spec_compile(Spec) end)),
    p(element(1, erlang:match_spec_test({1}, Spec, table))),
    p(element(1, erlang:match_spec_test([1], Trace, trace))),
    p(caught(fun() -> erlang:trace_pattern({?MODULE, '_', '_'}, Trace, [local]) end)).
