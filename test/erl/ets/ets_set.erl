%% A set: insert, replace, lookup, member, delete, take.
-module(ets_set).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, []),
    p(ets:insert(T, {a, 1})),
    p(ets:insert(T, {a, 2, more})),
    p(ets:lookup(T, a)),
    p(ets:lookup(T, b)),
    p({ets:member(T, a), ets:member(T, b)}),
    p(ets:insert(T, [{b, 1}, {c, 2}, {b, 3}])),
    p(lists:sort(ets:tab2list(T))),
    p(ets:info(T, size)),
    p(ets:insert_new(T, {b, 9})),
    p(ets:insert_new(T, {d, 9})),
    p(ets:insert_new(T, [{e, 1}, {a, 1}])),
    p(ets:member(T, e)),
    p(ets:insert_new(T, [{e, 1}, {e, 2}])),
    p(ets:lookup(T, e)),
    p(ets:insert(T, [])),
    p(ets:insert_new(T, [])),
    p(ets:take(T, e)),
    p(ets:take(T, e)),
    p(ets:delete(T, d)),
    p(ets:delete(T, d)),
    p(ets:delete_object(T, {b, 4})),
    p(ets:delete_object(T, {b, 3})),
    p(lists:sort(ets:tab2list(T))),
    p([ets:insert(T, {K, K}) || K <- [1, 1.0, "s", <<"b">>, {x, [y]}, #{m => 1}, 1 bsl 70, fun lists:map/2, self(), []]]),
    p([length(ets:lookup(T, K)) || K <- [1, 1.0, 2, "s", <<"b">>, {x, [y]}, #{m => 1}, 1 bsl 70, fun lists:map/2, self(), []]]),
    p(ets:lookup(T, 1)),
    p(ets:lookup(T, 1.0)),
    p(ets:delete_all_objects(T)),
    p({ets:info(T, size), ets:tab2list(T), ets:first(T), ets:last(T)}).
