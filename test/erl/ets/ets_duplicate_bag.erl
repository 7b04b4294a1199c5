%% A duplicate_bag keeps equal objects too.
-module(ets_duplicate_bag).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [duplicate_bag, {keypos, 2}]),
    [ets:insert(T, O) || O <- [{1, a}, {2, a}, {1, b}, {1, a}, {1, a, x}]],
    p(ets:lookup(T, a)),
    p(ets:info(T, size)),
    p(ets:insert_new(T, {1, a})),
    p(ets:insert_new(T, {1, c})),
    p(ets:delete_object(T, {1, a})),
    p(ets:lookup(T, a)),
    p(ets:lookup_element(T, a, 1)),
    e(fun() -> ets:lookup_element(T, a, 3) end),
    ets:insert(T, [{1, z}, {1, z}, {2, z}]),
    p(ets:lookup(T, z)),
    p(ets:select_count(T, [{{1, '_'}, [], [true]}])),
    p(ets:select_delete(T, [{{1, '_'}, [], [true]}])),
    p(lists:sort(ets:tab2list(T))),
    e(fun() -> ets:insert(T, {short}) end).

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
