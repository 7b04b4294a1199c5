%% Bags with many objects of one key, in chunks.
-module(ets_match_objects_of_bag).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         [ets:insert(T, {K, I}) || I <- lists:seq(1, 1000), K <- [a, b]],
         p({Type, ets:match(T, {a, '$1'}) =:= [[I] || I <- lists:seq(1, 1000)]}),
         Chunks = collect(ets:match(T, {a, '$1'}, 64), []),
         p({length(Chunks), length(lists:usort(lists:append(Chunks)))}),
         All = collect(ets:select(T, [{'_', [], ['$_']}], 77), []),
         p({length(lists:append(All)), length(lists:usort(lists:append(All)))}),
         p(ets:select_delete(T, [{{a, '$1'}, [{'=:=', {'rem', '$1', 2}, 0}], [true]}])),
         p(length(ets:lookup(T, a))),
         p(ets:select_count(T, [{{b, '_'}, [], [true]}, {{a, '_'}, [], [true]}]))
     end || Type <- [bag, duplicate_bag]].

collect('$end_of_table', Acc) -> Acc;
collect({L, C}, Acc) -> collect(ets:match(C), [L | Acc]).
