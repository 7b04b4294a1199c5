%% give_away/3: new owner, message, errors.
-module(ets_give_away).
-export([main/0]).
-include("check.hrl").

main() ->
    Main = self(),
    T = ets:new(gift, [private]),
    ets:insert(T, {a, 1}),
    Pid = spawn(fun() -> taker(Main) end),
    p(ets:give_away(T, Pid, {gift, "data"})),
    receive {taken, Same, From, Data, Objects} -> p({Same =:= T, From =:= Main, Data, Objects}) end,
    e(fun() -> ets:lookup(T, a) end),
    e(fun() -> ets:give_away(T, Main, x) end),
    Pid ! {back, T},
    receive {'ETS-TRANSFER', T, Pid, back} -> p(ets:lookup(T, a)) end,
    P = ets:new(public, [public]),
    {Other, R} = spawn_monitor(fun() -> receive go -> exit(catch ets:give_away(P, Main, x)) end end),
    Other ! go,
    receive {'DOWN', R, _, _, {'EXIT', {Reason, _}}} -> p(Reason) end,
    e(fun() -> ets:give_away(P, Main, x) end),
    e(fun() -> ets:give_away(P, Other, x) end),
    e(fun() -> ets:give_away(P, nobody, x) end),
    Pid2 = spawn(fun() -> receive {'ETS-TRANSFER', _, _, _} -> ok end end),
    R2 = monitor(process, Pid2),
    ets:give_away(P, Pid2, x),
    receive {'DOWN', R2, _, _, _} -> p(ets:info(P)) end.

taker(Main) ->
    receive
        {'ETS-TRANSFER', T, From, Data} -> Main ! {taken, T, From, Data, ets:tab2list(T)}, taker(Main);
        {back, T} -> ets:give_away(T, Main, back)
    end.

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
