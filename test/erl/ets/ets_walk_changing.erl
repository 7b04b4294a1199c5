%% Walking an ordered_set while it changes under the walk.
-module(ets_walk_changing).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{I, old} || I <- lists:seq(1, 1000)]),
    p(deleting(T, ets:first(T), 0)),
    p(ets:info(T, size)),
    ets:insert(T, [{I, old} || I <- lists:seq(1, 1000)]),
    p(ahead(T, ets:first(T), 0)),
    ets:delete_all_objects(T),
    ets:insert(T, [{I, old} || I <- lists:seq(1, 100)]),
    p(backwards(T, ets:last(T), [])),
    p(ets:tab2list(T)).

%% Deletes what it stands on, and goes on from a key that is no more.
deleting(_, '$end_of_table', N) -> N;
deleting(T, K, N) ->
    ets:delete(T, K),
    deleting(T, ets:next(T, K), N + 1).

%% Deletes every second key ahead.
ahead(_, '$end_of_table', N) -> N;
ahead(T, K, N) ->
    ets:delete(T, K + 1),
    ahead(T, ets:next(T, K), N + 1).

%% Inserts behind itself, which it will not see, and before itself, which it will.
backwards(_, '$end_of_table', Acc) -> length(Acc);
backwards(T, K, Acc) ->
    ets:insert(T, {K + 0.5, new}),
    if is_integer(K), K rem 10 =:= 0 -> ets:insert(T, {K - 0.75, new}); true -> ok end,
    backwards(T, ets:prev(T, K), [K | Acc]).
