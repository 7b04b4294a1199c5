%% Other arguments that are wrong, and what error_info says.
-module(ets_errors_args).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, []),
    O = ets:new(o, [ordered_set, {keypos, 2}]),
    ets:insert(T, {k, 1}),
    [e(F) || F <- [
        fun() -> ets:insert(T, {}) end,
        fun() -> ets:insert(T, foo) end,
        fun() -> ets:insert(T, [{a}, foo]) end,
        fun() -> ets:insert(T, [{a}, {}]) end,
        fun() -> ets:insert(T, [{a} | {b}]) end,
        fun() -> ets:insert(O, {a}) end,
        fun() -> ets:insert(O, [{a, b}, {a}]) end,
        fun() -> ets:insert_new(T, foo) end,
        fun() -> ets:insert_new(T, [{x}, foo]) end,
        fun() -> ets:delete_object(T, foo) end,
        fun() -> ets:delete_object(O, {a}) end,
        fun() -> ets:slot(T, -1) end,
        fun() -> ets:slot(T, a) end,
        fun() -> ets:slot(O, 1) end,
        fun() -> ets:info(T, foo) end,
        fun() -> ets:info(T, 1) end,
        fun() -> ets:give_away(T, foo, x) end,
        fun() -> ets:give_away(T, self(), x) end,
        fun() -> ets:setopts(T, foo) end,
        fun() -> ets:setopts(T, {heir, self()}) end,
        fun() -> ets:setopts(T, [{heir, none}, {heir, none}]) end,
        fun() -> ets:setopts(T, {protection, none}) end,
        fun() -> ets:match(T, foo, 0) end,
        fun() -> ets:match(T, {'_'}, -1) end,
        fun() -> ets:match(T, {'_'}, a) end,
        fun() -> ets:match(foo) end,
        fun() -> ets:match_object(T, {'_'}, 0) end,
        fun() -> ets:match_object({T}) end,
        fun() -> ets:select(T, foo) end,
        fun() -> ets:select(T, [foo]) end,
        fun() -> ets:select(T, [{'_', [], []}]) end,
        fun() -> ets:select(T, [{'_', [], ['$_']}], 0) end,
        fun() -> ets:select(T, foo, 1) end,
        fun() -> ets:select(foo) end,
        fun() -> ets:select({T, 1, 2, 3}) end,
        fun() -> ets:select({T, 1, 2, make_ref(), [], 0}) end,
        fun() -> ets:select({}) end,
        fun() -> ets:select_reverse(T, foo) end,
        fun() -> ets:select_reverse(T, [{'_', [], ['$_']}], a) end,
        fun() -> ets:select_reverse(foo) end,
        fun() -> ets:select_count(T, foo) end,
        fun() -> ets:select_delete(T, foo) end,
        fun() -> ets:select_replace(T, foo) end,
        fun() -> ets:match_spec_compile(foo) end,
        fun() -> ets:match_spec_run([{a}], foo) end,
        fun() -> ets:test_ms(foo, [{'_', [], ['$_']}]) end]],
    p(ets:tab2list(T)).

%% Prints the value, or class, reason, function and what error_info says.
e(F) ->
    try F() of
        Value -> p({value, Value})
    catch
        Class:Reason:Stack ->
            [{M, N, A, _} | _] = Stack,
            Arity = if is_list(A) -> length(A); true -> A end,
            Format = try erl_stdlib_errors:format_error(Reason, Stack) catch _:_ -> none end,
            p({Class, Reason, {M, N, Arity}, Format})
    end.
