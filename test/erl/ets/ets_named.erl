%% Named tables: found by name, renamed, one name once.
-module(ets_named).
-export([main/0]).
-include("check.hrl").

main() ->
    p(ets:new(one, [named_table])),
    e(fun() -> ets:new(one, [named_table]) end),
    p(ets:whereis(none_such)),
    Tid = ets:whereis(one),
    p(is_reference(Tid)),
    ets:insert(one, {a, 1}),
    p(ets:lookup(Tid, a)),
    p(ets:rename(one, two)),
    p(ets:lookup(two, a)),
    p(ets:info(one)),
    e(fun() -> ets:lookup(one, a) end),
    p(ets:lookup(Tid, a)),
    ets:new(one, [named_table]),
    e(fun() -> ets:rename(two, one) end),
    e(fun() -> ets:rename(two, "one") end),
    e(fun() -> ets:rename(none_such, three) end),
    e(fun() -> ets:whereis("one") end),
    T = ets:new(plain, []),
    p(ets:rename(T, other) =:= T),
    p(ets:info(T, name)),
    p({ets:info(T, named_table), ets:info(two, named_table)}),
    p(ets:delete(two)),
    p(ets:whereis(two)),
    e(fun() -> ets:lookup(Tid, a) end),
    p(lists:member(one, ets:all())),
    p(lists:member(T, ets:all())),
    p(ets:delete(one)),
    p(lists:member(one, ets:all())).

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
