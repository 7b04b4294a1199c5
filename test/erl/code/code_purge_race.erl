%% Funs called while their code is being purged: they work, or fail as purged ones do.
-module(code_purge_race).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cpu_m, "m", version(1)),
    F = cpu_m:make(),
    Self = self(),
    Ps = [spawn_monitor(fun() -> Self ! {ready, self()}, receive go -> ok end, calls(F, 2000) end) || _ <- lists:seq(1, 10)],
    [receive {ready, P} -> ok end || {P, _} <- Ps],
    code:load_binary(cpu_m, "m", version(2)),
    [P ! go || {P, _} <- Ps],
    io:format("~p~n", [element(1, {code:purge(cpu_m)}) =/= undefined]),
    Ends = [receive {'DOWN', R, process, P, Why} -> Why end || {P, R} <- Ps],
    io:format("~p~n", [[E || E <- Ends, E =/= normal, E =/= killed]]),
    io:format("~p~n", [try F(1) catch error:{badfun, _} -> badfun end]),
    io:format("~p~n", [(cpu_m:make())(1)]).

calls(_, 0) -> ok;
calls(F, N) ->
    try F(N) of N -> ok catch error:{badfun, _} -> ok end,
    calls(F, N - 1).

version(N) ->
    build(["-module(cpu_m).", "-export([make/0]).", "make() -> fun(X) -> " ++ lists:nth(N, ["X", "{new, X}"]) ++ " end."]).
