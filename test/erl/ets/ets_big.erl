%% Tables of 200,000 objects of each type: grown, read, emptied.
-module(ets_big).
-export([main/0]).
-include("check.hrl").

main() ->
    N = 200000,
    [begin
         T = ets:new(t, [Type]),
         [ets:insert(T, {I, I * I}) || I <- lists:seq(1, N)],
         p({Type, ets:info(T, size)}),
         p(lists:all(fun(I) -> ets:lookup(T, I) =:= [{I, I * I}] end, lists:seq(1, N, 7))),
         p(ets:foldl(fun({K, _}, Sum) -> K + Sum end, 0, T)),
         [ets:delete(T, I) || I <- lists:seq(1, N, 2)],
         p(ets:info(T, size)),
         p({ets:member(T, 1), ets:member(T, 2)}),
         p(ets:select_delete(T, [{{'$1', '_'}, [{'=<', '$1', N div 2}], [true]}])),
         p(ets:info(T, size)),
         p(ets:select_count(T, [{{'$1', '_'}, [{'=:=', {'rem', '$1', 10}, 0}], [true]}])),
         p(ets:delete_all_objects(T)),
         p(ets:info(T, size)),
         ets:delete(T)
     end || Type <- [set, ordered_set, bag, duplicate_bag]].
