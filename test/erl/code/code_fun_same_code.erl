%% The same code loaded anew: its funs go on, even after the older instance is purged.
-module(code_fun_same_code).
-export([main/0]).
-include("build.hrl").

main() ->
    Code = build(["-module(cfs_m).", "-export([make/1]).", "make(A) -> fun(B) -> A + B end."]),
    code:load_binary(cfs_m, "m", Code),
    F = cfs_m:make(1),
    code:load_binary(cfs_m, "m", Code),
    G = cfs_m:make(1),
    io:format("~p~n", [{F(1), G(1), F =:= G}]),
    io:format("~p~n", [code:purge(cfs_m)]),
    io:format("~p~n", [{F(2), G(2), F =:= G, erlang:fun_info(F, name)}]),
    code:delete(cfs_m),
    io:format("~p~n", [F(3)]),
    code:purge(cfs_m),
    io:format("~p~n", [try F(4) catch error:{badfun, _} -> badfun; error:undef -> undef end]),
    code:load_binary(cfs_m, "m", Code),
    io:format("~p~n", [F(5)]).
