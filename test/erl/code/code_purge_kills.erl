%% code:purge/1 kills processes that run old code, and no others.
-module(code_purge_kills).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cpk_m, "m", version(1)),
    Old = [spawn_monitor(fun() -> cpk_m:wait() end) || _ <- lists:seq(1, 20)],
    [begin P ! {self(), ping}, receive {P, pong} -> ok end end || {P, _} <- Old],
    code:load_binary(cpk_m, "m", version(2)),
    {New, NewRef} = spawn_monitor(fun() -> cpk_m:wait() end),
    New ! {self(), ping}, receive {New, pong} -> ok end,
    io:format("~p~n", [erlang:check_process_code(New, cpk_m)]),
    io:format("~p~n", [lists:usort([erlang:check_process_code(P, cpk_m) || {P, _} <- Old])]),
    io:format("~p~n", [code:soft_purge(cpk_m)]),
    io:format("~p~n", [length([P || {P, _} <- Old, is_process_alive(P)])]),
    io:format("~p~n", [code:purge(cpk_m)]),
    Reasons = [receive {'DOWN', R, process, P, Why} -> Why end || {P, R} <- Old],
    io:format("~p ~p~n", [length(Reasons), lists:usort(Reasons)]),
    io:format("~p~n", [{is_process_alive(New), erlang:check_old_code(cpk_m), code:purge(cpk_m)}]),
    demonitor(NewRef, [flush]).

version(N) ->
    build(["-module(cpk_m).", "-export([wait/0, v/0]).", "v() -> " ++ integer_to_list(N) ++ ".",
           "wait() -> receive {From, ping} -> From ! {self(), pong}, wait(); stop -> ok end."]).
