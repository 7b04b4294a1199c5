%% An ordered_set: order of keys of all types, == as equality of keys.
-module(ets_ordered_set).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    Keys = [b, a, 2, 1.0, 3.5, "abc", "abd", [], {}, {1}, {0, 0}, <<"x">>, <<"wxyz">>, <<1:3>>, #{}, #{a => 1}, #{b => 0},
            1 bsl 80, -(1 bsl 80), 0.0, "", [a | b], {a, b, c}, #{1 => 2, 3 => 4}, 1.0e300, 'A', <<>>],
    [ets:insert(T, {K, x}) || K <- Keys],
    p([K || {K, _} <- ets:tab2list(T)]),
    p(ets:lookup(T, 1)),
    p(ets:insert(T, {1, int})),
    p(ets:lookup(T, 1.0)),
    p(ets:insert_new(T, {1.0, no})),
    p(ets:lookup(T, 0)),
    p(ets:member(T, 2.0)),
    p(ets:first(T)),
    p(ets:last(T)),
    p(ets:next(T, 2)),
    p(ets:next(T, 2.5)),
    p(ets:prev(T, 2.5)),
    p(ets:prev(T, zzz)),
    p(ets:next(T, <<255:8, 255:8, 255:8, 255:8, 255:8>>)),
    p(ets:delete(T, 2.0)),
    p(ets:member(T, 2)),
    p(ets:delete_object(T, {1.0, int})),
    p(ets:member(T, 1)),
    p(ets:delete_object(T, {1, int})),
    p(ets:member(T, 1)),
    p(ets:match(T, {1, '$1'})),
    ets:insert(T, {1.0, x}),
    p(ets:match(T, {1, '$1'})),
    p(ets:match(T, {1.0, '$1'})),
    p(ets:select(T, [{{'$1', x}, [{'==', '$1', 1}], ['$1']}])).
