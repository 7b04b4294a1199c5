%% select_replace/2: the key must stay.
-module(ets_select_replace).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type]),
         ets:insert(T, [{I, I rem 3, x} || I <- lists:seq(1, 300)]),
         p(ets:select_replace(T, [{{'$1', 0, '_'}, [], [{{'$1', zero, {{'$1'}}}}]}])),
         p(lists:sort(ets:match_object(T, {'_', zero, '_'})) =:= [{I, zero, {I}} || I <- lists:seq(3, 300, 3)]),
         p(ets:select_replace(T, [{{'$1', 1, '_'}, [], ['$_']}])),
         p(ets:select_replace(T, [{{7, '_', '_'}, [], [{{{const, 7}, "seven"}}]}])),
         p(ets:lookup(T, 7)),
         p(ets:select_replace(T, [{{'$1', 2, '$2'}, [], [{{{element, 1, '$_'}, '$2'}}]}])),
         p(ets:lookup(T, 2)),
         [e(fun() -> ets:select_replace(T, Spec) end) ||
             Spec <- [[{{'$1', '$2', '_'}, [], [{{'$2', '$1'}}]}], [{{'$1', '_', '_'}, [], ['$1']}],
                      [{{'$1', '_', '_'}, [], [{{{'+', '$1', 0}, x}}]}], [{{7, '_', '_'}, [], [{{8}}]}], [{'_', [], [{{}}]}]]],
         p(ets:select_replace(T, [])),
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
