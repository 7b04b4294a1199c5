%% info(memory) grows and shrinks with the table, and so does erlang:memory(ets).
-module(ets_memory).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         Empty = ets:info(T, memory),
         ets:insert(T, [{I, I} || I <- lists:seq(1, 10000)]),
         Full = ets:info(T, memory),
         p({Type, Empty < 1000, Full - Empty > 50000, Full - Empty < 200000}),
         All = erlang:memory(ets),
         p(All > Full * 8 div 2),
         ets:insert(T, {big, lists:seq(1, 100000)}),
         p(ets:info(T, memory) - Full > 199000),
         ets:delete(T, big),
         [ets:delete(T, I) || I <- lists:seq(1, 10000)],
         p(ets:info(T, memory) < Full div 2),
         ets:insert(T, [{I, I} || I <- lists:seq(1, 10000)]),
         ets:delete_all_objects(T),
         p(ets:info(T, memory) - Empty < 100),
         ets:delete(T),
         p(erlang:memory(ets) < All)
     end || Type <- [set, bag, duplicate_bag, ordered_set]].
