%% update_counter/3,4 in all their forms.
-module(ets_counter).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{a, 1, 2, 3}, {b, 1 bsl 70, -5}, {c, x}]),
         p(ets:update_counter(T, a, 10)),
         p(ets:update_counter(T, a, -20)),
         p(ets:update_counter(T, a, {3, 5})),
         p(ets:update_counter(T, a, {3, 5, 10, 0})),
         p(ets:update_counter(T, a, {3, 100, 10, 7})),
         p(ets:update_counter(T, a, {3, -100, 0, 1})),
         p(ets:update_counter(T, a, {3, 0, 0, 99})),
         p(ets:update_counter(T, a, [{2, 1}, {3, 1}, {2, 1}, {4, -1, 2, 77}])),
         p(ets:update_counter(T, a, [])),
         p(ets:update_counter(T, b, 1)),
         p(ets:update_counter(T, b, -(1 bsl 70))),
         p(ets:update_counter(T, b, {3, 1 bsl 90})),
         p(ets:update_counter(T, b, (1 bsl 59) - 2)),
         p(ets:update_counter(T, b, 1)),
         p(ets:update_counter(T, b, {2, -1, 1 bsl 58, 1 bsl 100})),
         p(ets:update_counter(T, new, 1, {x, 0})),
         p(ets:update_counter(T, new2, {3, 5}, {x, 0, 0})),
         p(ets:update_counter(T, new3, {3, 5}, {x, 0, 10, rest})),
         p(lists:sort(ets:tab2list(T))),
         e(fun() -> ets:update_counter(T, none, 1) end),
         e(fun() -> ets:update_counter(T, a, foo) end),
         e(fun() -> ets:update_counter(T, a, {1, 1}) end),
         e(fun() -> ets:update_counter(T, a, {9, 1}) end),
         e(fun() -> ets:update_counter(T, a, {0, 1}) end),
         e(fun() -> ets:update_counter(T, a, {2, x}) end),
         e(fun() -> ets:update_counter(T, a, {2, 1, 2}) end),
         e(fun() -> ets:update_counter(T, a, {2, 1, x, 3}) end),
         e(fun() -> ets:update_counter(T, a, [{2, 1} | x]) end),
         e(fun() -> ets:update_counter(T, a, [{2, 1}, {2, y}]) end),
         e(fun() -> ets:update_counter(T, c, 1) end),
         e(fun() -> ets:update_counter(T, none, 1, foo) end),
         e(fun() -> ets:update_counter(T, none, 1, {a}) end),
         e(fun() -> ets:update_counter(T, none, {1, 1}, {a, 1}) end),
         e(fun() -> ets:update_counter(T, none, {2, 1}, {a, b}) end),
         e(fun() -> ets:update_counter(none_such, a, 1) end),
         p(ets:lookup(T, a)),
         p(ets:member(T, none))
     end || Type <- [set, ordered_set]].

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
