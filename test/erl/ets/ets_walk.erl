%% first, next, last and prev over all types of tables.
-module(ets_walk).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         p({Type, ets:first(T), ets:last(T)}),
         ets:insert(T, [{I, a} || I <- lists:seq(1, 100)] ++ [{7, b}]),
         Up = walk(T, ets:first(T), next),
         Down = walk(T, ets:last(T), prev),
         p({length(Up), lists:sort(Up) =:= lists:seq(1, 100), lists:sort(Down) =:= lists:seq(1, 100)}),
         e(fun() -> ets:next(T, none_such) end),
         e(fun() -> ets:prev(T, none_such) end),
         ets:delete(T, 50),
         e(fun() -> Type =:= ordered_set orelse ets:next(T, 50) end)
     end || Type <- [set, bag, duplicate_bag, ordered_set]],
    O = ets:new(o, [ordered_set]),
    ets:insert(O, [{I} || I <- lists:seq(2, 20, 2)]),
    p(walk(O, ets:first(O), next)),
    p(walk(O, ets:last(O), prev)),
    p([{K, ets:next(O, K), ets:prev(O, K)} || K <- [0, 1, 2, 3, 19, 20, 21, 4.0, 4.5, atom, -1]]).

walk(_, '$end_of_table', _) -> [];
walk(T, Key, Step) -> [Key | walk(T, ets:Step(T, Key), Step)].

%% Prints the value, or class, reason, function and what error_info says.
e(F) ->
    try F() of
        Value -> p({value, Value})
    catch
        Class:Reason:Stack ->
            [{M, N, A, _} | _] = Stack,
            Arity = if is_list(A) -> length(A); true -> A end,
            Format = try erl_stdlib_errors:format_error(Reason, Stack) catch _:_ -> none end,
            p({Class, Reason, {M, N, Arity}, Format})
    end.
