%% lookup_element/3 and its errors.
-module(ets_lookup_element).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, []),
    ets:insert(T, {k, 1, [deep, {"term"}], <<"bin">>}),
    p([ets:lookup_element(T, k, N) || N <- [1, 2, 3, 4]]),
    e(fun() -> ets:lookup_element(T, k, 5) end),
    e(fun() -> ets:lookup_element(T, k, 0) end),
    e(fun() -> ets:lookup_element(T, k, -1) end),
    e(fun() -> ets:lookup_element(T, k, a) end),
    e(fun() -> ets:lookup_element(T, k, 1 bsl 70) end),
    e(fun() -> ets:lookup_element(T, none, 1) end),
    e(fun() -> ets:lookup_element(none_such, k, 1) end),
    B = ets:new(t, [bag]),
    ets:insert(B, [{k, 1}, {k, 2, extra}, {k, 3}]),
    p(ets:lookup_element(B, k, 2)),
    e(fun() -> ets:lookup_element(B, k, 3) end).

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
