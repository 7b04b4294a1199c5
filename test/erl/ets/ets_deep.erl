%% Objects nested a million deep, in head and in tail; keys of any depth.
-module(ets_deep).
-export([main/0]).
-include("check.hrl").

main() ->
    Heads = nest(1000000, [], fun(X) -> [X] end),
    Tuples = nest(300000, {}, fun(X) -> {X} end),
    Tails = lists:seq(1, 1000000),
    [begin
         T = ets:new(t, [Type]),
         p(ets:insert(T, [{heads, Heads}, {tuples, Tuples}, {tails, Tails}])),
         p([V =:= W || {K, V} <- [{heads, Heads}, {tuples, Tuples}, {tails, Tails}], [{_, W}] <- [ets:lookup(T, K)]]),
         p(ets:insert(T, {Heads, key})),
         p([V || {_, V} <- ets:lookup(T, Heads)]),
         p(ets:member(T, Tuples)),
         p([K || [K] <- [ets:match(T, {tails, '$1'})], false]),
         p(length(hd(hd(ets:match(T, {tails, '$1'}))))),
         p(ets:select(T, [{{'$1', '$2'}, [{'=:=', '$1', tails}], [{length, '$2'}]}])),
         ets:delete(T)
     end || Type <- [set, ordered_set]].

nest(0, T, _) -> T;
nest(N, T, F) -> nest(N - 1, F(T), F).
