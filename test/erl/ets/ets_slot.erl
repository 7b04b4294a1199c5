%% slot/2 reaches every object.
-module(ets_slot).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         p({Type, lists:usort([ets:slot(T, 0)])}),
         ets:insert(T, [{I, x} || I <- lists:seq(1, 500)]),
         All = slots(T, 0, []),
         p({length(All), lists:sort(All) =:= [{I, x} || I <- lists:seq(1, 500)]})
     end || Type <- [set, bag, duplicate_bag]],
    O = ets:new(o, [ordered_set]),
    p(ets:slot(O, 0)),
    ets:insert(O, [{b}, {a}, {c}]),
    p([ets:slot(O, N) || N <- [0, 1, 2, 3]]).

slots(T, N, Acc) ->
    case ets:slot(T, N) of
        '$end_of_table' -> Acc;
        L -> slots(T, N + 1, L ++ Acc)
    end.
