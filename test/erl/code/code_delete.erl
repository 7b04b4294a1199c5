%% Deleting: the functions are gone by name, processes go on, and it cannot be done twice.
-module(code_delete).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    code:load_binary(cde_m, "m", version(1)),
    P = spawn(fun() -> cde_m:wait() end),
    F = fun cde_m:v/0,
    G = cde_m:local(),
    io:format("~p~n", [{F(), G()}]),
    io:format("~p~n", [erlang:delete_module(cde_m)]),
    io:format("~p~n", [{caught(F), G()}]),
    io:format("~p~n", [{erlang:check_old_code(cde_m), erlang:check_process_code(P, cde_m)}]),
    io:format("~p~n", [caught(fun() -> erlang:delete_module(cde_m) end)]),
    P ! {self(), v}, receive V -> io:format("~p~n", [V]) end,
    io:format("~p~n", [erlang:delete_module(cde_unknown_to_all)]),
    io:format("~p~n", [caught(fun() -> erlang:delete_module("cde_m") end)]),
    code:load_binary(cde_m, "m", version(2)),
    io:format("~p~n", [{F(), G()}]),
    R = monitor(process, P),
    io:format("~p~n", [code:purge(cde_m)]),
    receive {'DOWN', R, _, _, Why} -> io:format("~p~n", [Why]) end,
    io:format("~p~n", [element(1, element(2, caught(G)))]).

version(N) ->
    V = integer_to_list(N),
    build(["-module(cde_m).", "-export([v/0, wait/0, local/0]).", "v() -> " ++ V ++ ".",
           "local() -> fun() -> {local, " ++ V ++ "} end.",
           "wait() -> receive {From, v} -> From ! {old, v()}, wait() end."]).
