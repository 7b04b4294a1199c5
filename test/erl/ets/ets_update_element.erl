%% update_element/3.
-module(ets_update_element).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type, {keypos, 2}]),
         ets:insert(T, {1, k, "three", 4.0}),
         p(ets:update_element(T, k, {1, one})),
         p(ets:update_element(T, k, [{3, [a, {b}, <<"c">>]}, {4, #{x => y}}, {1, 2}, {1, 3}])),
         p(ets:lookup(T, k)),
         p(ets:update_element(T, k, [])),
         p(ets:update_element(T, none, {1, x})),
         p(ets:update_element(T, k, {3, lists:seq(1, 20)})),
         p(ets:lookup(T, k)),
         e(fun() -> ets:update_element(T, k, {2, x}) end),
         e(fun() -> ets:update_element(T, k, {0, x}) end),
         e(fun() -> ets:update_element(T, k, {5, x}) end),
         e(fun() -> ets:update_element(T, k, foo) end),
         e(fun() -> ets:update_element(T, k, {x, y}) end),
         e(fun() -> ets:update_element(T, k, [{1, x}, {2, y}]) end),
         e(fun() -> ets:update_element(T, k, [{1, x} | y]) end),
         e(fun() -> ets:update_element(none_such, k, {1, x}) end),
         p(ets:lookup(T, k)),
         p(ets:info(T, size))
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
