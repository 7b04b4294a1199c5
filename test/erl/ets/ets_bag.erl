%% A bag keeps different objects of one key in the order of their insertion.
-module(ets_bag).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [bag]),
    [ets:insert(T, O) || O <- [{a, 1}, {a, 2}, {b, 1}, {a, 1}, {a, 3}, {a, 1.0}]],
    p(ets:lookup(T, a)),
    p(ets:lookup_element(T, a, 2)),
    p(ets:info(T, size)),
    p(ets:insert_new(T, {a, 7})),
    p(ets:insert_new(T, [{c, 7}, {c, 8}, {c, 7}])),
    p(ets:lookup(T, c)),
    ets:delete_object(T, {a, 2}),
    p(ets:lookup(T, a)),
    ets:insert(T, {a, 2}),
    p(ets:lookup(T, a)),
    p(ets:match(T, {a, '$1'})),
    p(ets:match_object(T, {a, '_'})),
    p(ets:select(T, [{{a, '$1'}, [{'>', '$1', 1}], ['$1']}])),
    p(ets:take(T, a)),
    p(ets:lookup(T, a)),
    p(ets:delete(T, c)),
    p(ets:tab2list(T)),
    e(fun() -> ets:update_counter(T, b, 1) end),
    e(fun() -> ets:update_element(T, b, {2, x}) end),
    e(fun() -> ets:select_replace(T, [{'_', [], ['$_']}]) end),
    [ets:insert(T, {big, I}) || I <- lists:seq(1, 500)],
    p(ets:lookup(T, big) =:= [{big, I} || I <- lists:seq(1, 500)]).

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
