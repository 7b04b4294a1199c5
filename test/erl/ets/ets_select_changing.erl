%% Chunks over a table that changes between them: what stays is seen once.
-module(ets_select_changing).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{I} || I <- lists:seq(1, 10000)]),
         ets:safe_fixtable(T, true),
         Seen = walk(T, ets:select(T, [{{'$1'}, [], ['$1']}], 100), []),
         ets:safe_fixtable(T, false),
         Even = [I || I <- Seen, is_integer(I), I rem 2 =:= 0],
         p({Type, length(Even), lists:sort(Even) =:= lists:seq(2, 10000, 2), length(Seen) =:= length(lists:usort(Seen))})
     end || Type <- [set, ordered_set, bag, duplicate_bag]].

walk(_, '$end_of_table', Seen) -> Seen;
walk(T, {Chunk, C}, Seen) ->
    [ets:delete(T, I + 1) || I <- Chunk, is_integer(I), I rem 2 =:= 0],
    [ets:insert(T, {{new, I}}) || I <- Chunk, is_integer(I)],
    walk(T, ets:select(C), [I || I <- Chunk, is_integer(I)] ++ Seen).
