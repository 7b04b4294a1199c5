%% Constants that stand in an instruction's word: smalls for arithmetic and order, other immediates for order only.
-module(values_constant_operands).
-export([main/0, sum/1, less/1, few/1]).

main() ->
    Values = [0, 1, -1, 1 bsl 59 - 1, -(1 bsl 59), 1 bsl 64, 2.5, a, b, self, [], [x], {}, <<>>],
    [io:format("~p: ~p~n", [V, {sum(V), less(V), few(V)}]) || V <- Values].

sum(X) ->
    [catch_reason(F) || F <- [fun() -> X + 1 end, fun() -> X - 1 end, fun() -> X * 3 end, fun() -> X + (1 bsl 40) end,
                              fun() -> X bsl 2 end, fun() -> X bsr 1 end, fun() -> X band 7 end, fun() -> X div 2 end,
                              fun() -> X rem 2 end, fun() -> X + a end, fun() -> X - [] end, fun() -> X band b end,
                              fun() -> element(1, X) end, fun() -> element(a, {X}) end]].

less(X) ->
    [X < 1, X >= 1, 1 < X, 1 >= X, X < a, X >= a, a < X, a >= X, X < [], X >= [], [] < X, X < 1.5, X < 1 bsl 60,
     if X < a -> 1; X >= [] -> 2; true -> 3 end, if a < X -> 1; 1 < X -> 2; true -> 3 end,
     if X < 1 -> 1; X >= a -> 2; true -> 3 end,
     if X + a > 1 -> yes; true -> no end, if X - 1 >= 0 -> yes; true -> no end].

few(X) ->
    [case X of 1 -> one; _ -> no end, case X of a -> a; b -> b; _ -> no end, case X of 0 -> zero; a -> a; _ -> no end,
     case X of 2.5 -> float; 0 -> zero; _ -> no end, case X of [] -> nil; {} -> empty; _ -> no end,
     catch (case X of a -> true; self -> false end)].

catch_reason(F) ->
    try F() catch Class:Reason -> {Class, Reason} end.
