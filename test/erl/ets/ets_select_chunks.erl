%% select/3 and select/1: chunks and continuations over all types of tables.
-module(ets_select_chunks).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{I, I rem 3} || I <- lists:seq(1, 1000)]),
         [p({Type, Limit, chunks(ets:select(T, [{{'$1', '$2'}, [{'=:=', '$2', 0}], ['$1']}], Limit), fun ets:select/1, [])})
          || Limit <- [1, 7, 333, 334, 1000]],
         p(chunks(ets:match(T, {'$1', 1}, 100), fun ets:match/1, [])),
         p(chunks(ets:match_object(T, {'_', 2}, 100), fun ets:match_object/1, [])),
         p(chunks(ets:select_reverse(T, [{{'$1', 2}, [], ['$1']}], 50), fun ets:select_reverse/1, [])),
         p(ets:select(T, [{{none, '_'}, [], ['$_']}], 10)),
         p(ets:select(T, [{{5, '_'}, [], ['$_']}], 10)),
         p(chunks(ets:select(T, [{{5, '_'}, [], ['$_']}, {{9, '_'}, [], ['$_']}], 1), fun ets:select/1, [])),
         p(ets:select('$end_of_table'))
     end || Type <- [set, bag, duplicate_bag, ordered_set]],
    O = ets:new(o, [ordered_set]),
    ets:insert(O, [{I} || I <- lists:seq(1, 10)]),
    {L1, C1} = ets:select(O, [{'_', [], ['$_']}], 4),
    {L2, C2} = ets:select(C1),
    {L3, _} = ets:select(C2),
    p({L1, L2, L3}),
    p(element(1, ets:select(C1))),
    {R1, D1} = ets:select_reverse(O, [{'_', [], ['$_']}], 4),
    p({R1, element(1, ets:select_reverse(D1))}),
    ets:delete(O, 5),
    ets:insert(O, {4.5}),
    p(element(1, ets:select(C1))),
    ets:delete(O),
    try ets:select(C1) catch error:badarg -> p(badarg) end.

%% How many chunks, their greatest length, how many values, and their sum or hash.
chunks('$end_of_table', _, Acc) ->
    All = lists:append(Acc),
    {length(Acc) > 0, lists:max([length(C) || C <- Acc]), length(All), erlang:phash2(lists:sort(All))};
chunks({Chunk, Continuation}, Next, Acc) ->
    chunks(Next(Continuation), Next, [Chunk | Acc]).
