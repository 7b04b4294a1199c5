%% Continuations that went through bytes are repaired.
-module(ets_repair).
-export([main/0]).
-include("check.hrl").

main() ->
    MS = [{{'$1', '_'}, [], ['$1']}],
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{I, x} || I <- lists:seq(1, 100)]),
         {L1, C} = ets:select(T, MS, 30),
         {L2, C2} = ets:select(ets:repair_continuation(binary_to_term(term_to_binary(C)), MS)),
         {L3, _} = ets:select(ets:repair_continuation(C2, MS)),
         p({Type, length(L1), length(L2), length(L3), length(lists:usort(L1 ++ L2 ++ L3))})
     end || Type <- [set, bag, ordered_set]],
    p(ets:repair_continuation('$end_of_table', MS)).
