%% safe_fixtable/2: counts by process, walks over tables that shrink, unfixing at exit.
-module(ets_fixtable).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [public]),
    ets:insert(T, [{I} || I <- lists:seq(1, 2000)]),
    p({ets:info(T, fixed), ets:info(T, safe_fixed), ets:info(T, safe_fixed_monotonic_time)}),
    p(ets:safe_fixtable(T, true)),
    p(ets:safe_fixtable(T, true)),
    {{Mega, Sec, Micro}, [{Pid, Count}]} = ets:info(T, safe_fixed),
    p({is_integer(Mega), is_integer(Sec), is_integer(Micro), Pid =:= self(), Count}),
    {Time, [{Pid, 2}]} = ets:info(T, safe_fixed_monotonic_time),
    p(is_integer(Time)),
    p(deleting(T, ets:first(T), 0)),
    p({ets:info(T, size), ets:first(T)}),
    ets:safe_fixtable(T, false),
    p(ets:info(T, fixed)),
    ets:safe_fixtable(T, false),
    p(ets:info(T, fixed)),
    ets:safe_fixtable(T, false),
    Main = self(),
    {Other, Ref} = spawn_monitor(fun() -> ets:safe_fixtable(T, true), Main ! fixed, receive stop -> ok end end),
    receive fixed -> ok end,
    {_, [{P2, 1}]} = ets:info(T, safe_fixed),
    p(P2 =:= Other),
    ets:safe_fixtable(T, false),
    p(ets:info(T, fixed)),
    Other ! stop,
    receive {'DOWN', Ref, _, _, _} -> ok end,
    p(ets:info(T, safe_fixed)),
    ets:insert(T, [{I} || I <- lists:seq(1, 100)]),
    ets:safe_fixtable(T, true),
    K = ets:first(T),
    Next = ets:next(T, K),
    ets:delete(T, K),
    p(ets:next(T, K) =:= Next),
    ets:insert(T, {K}),
    p(length(walk(T, ets:first(T)))),
    e(fun() -> ets:safe_fixtable(T, 'maybe') end),
    e(fun() -> ets:safe_fixtable(none_such, true) end).

deleting(_, '$end_of_table', N) -> N;
deleting(T, K, N) ->
    ets:delete(T, K),
    ets:delete(T, (K * 7) rem 2000),
    deleting(T, ets:next(T, K), N + min(0, 1)).

walk(_, '$end_of_table') -> [];
walk(T, Key) -> [Key | walk(T, ets:next(T, Key))].

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
