%% select_delete, match_delete, select_count.
-module(ets_select_delete).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         Fill = fun() -> ets:insert(T, [{I, I rem 5} || I <- lists:seq(1, 1000)]) end,
         Fill(),
         p({Type, ets:select_count(T, [{{'_', 3}, [], [true]}])}),
         p(ets:select_count(T, [{{'_', 3}, [], [false]}])),
         p(ets:select_count(T, [{{'_', 3}, [], [other]}])),
         p(ets:select_delete(T, [{{'_', 3}, [], [false]}])),
         p(ets:select_delete(T, [{{'_', 3}, [], [true]}])),
         p(ets:info(T, size)),
         p(ets:match_delete(T, {'_', 2})),
         p(ets:info(T, size)),
         p(ets:select_delete(T, [{{'$1', '_'}, [{'<', '$1', 10}], [true]}, {{'$1', '_'}, [], [{'>', '$1', 990}]}])),
         p(ets:info(T, size)),
         p(ets:select_delete(T, [{{500, '_'}, [], [true]}])),
         p(ets:member(T, 500)),
         p(ets:match_delete(T, '_')),
         p(ets:info(T, size)),
         Fill(),
         p(ets:select_delete(T, [{'_', [], [true]}])),
         p(ets:info(T, size))
     end || Type <- [set, ordered_set, bag, duplicate_bag]].
