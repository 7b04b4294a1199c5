%% match/2,3 and match_object/2,3.
-module(ets_match).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{1, {a, b}, [x]}, {2, {a, c}, []}, {3, {b, b}, [x, y]}, {4, "abc", 'end'}]),
    p(ets:match(T, {'$1', {a, '$2'}, '_'})),
    p(ets:match(T, {'$2', {a, '$1'}, '_'})),
    p(ets:match(T, {'$1', {'$2', '$2'}, '_'})),
    p(ets:match(T, {'$1', '_', ['$3' | '$2']})),
    p(ets:match(T, {'_', '_', '_'})),
    p(ets:match(T, '$1')),
    p(ets:match(T, '_')),
    p(ets:match(T, foo)),
    p(ets:match(T, {4, [$a | '$1'], '$0'})),
    p(ets:match(T, {4, "abc", 'end'})),
    p(ets:match_object(T, {'_', {a, '_'}, '_'})),
    p(ets:match_object(T, '$1')),
    p(ets:match_object(T, {'_', '_'})),
    {L, C} = ets:match_object(T, {'_', '_', '_'}, 3),
    p(L),
    p(ets:match_object(C)),
    p(ets:match(T, {'$1', '_', '_'}, 100)),
    ets:insert(T, {5, #{a => 1, b => #{c => 2}}}),
    p(ets:match(T, {'$1', #{a => '$2'}})),
    p(ets:match(T, {'$1', #{b => #{c => '$2'}}})),
    p(ets:match(T, {'$1', #{z => '$2'}})),
    ets:insert(T, {6, '$1', '_'}),
    p(ets:match(T, {6, '$1', '$2'})).
