%% A gen_server is upgraded with sys:change_code.
-module(code_gen_server).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cgs_m, "m", version(1)),
    {ok, P} = gen_server:start({local, cgs_server}, cgs_m, [], []),
    io:format("~p~n", [gen_server:call(P, get)]),
    ok = sys:suspend(P),
    code:load_binary(cgs_m, "m", version(2)),
    io:format("~p~n", [sys:change_code(P, cgs_m, 1, extra)]),
    ok = sys:resume(P),
    io:format("~p~n", [gen_server:call(P, get)]),
    io:format("~p~n", [{erlang:check_process_code(P, cgs_m), code:soft_purge(cgs_m)}]),
    io:format("~p~n", [gen_server:stop(P)]).

version(N) ->
    V = integer_to_list(N),
    build(["-module(cgs_m).", "-export([init/1, handle_call/3, handle_cast/2, code_change/3]).", "init([]) -> {ok, {" ++ V ++ ", []}}.",
           "handle_call(get, _, S) -> {reply, {" ++ V ++ ", S}, S}.", "handle_cast(_, S) -> {noreply, S}.",
           "code_change(Old, {V, L}, Extra) -> {ok, {" ++ V ++ ", [{Old, V, Extra} | L]}}."]).
