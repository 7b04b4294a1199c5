%% A process that runs old code asks for the purge itself.
-module(code_purge_self).
-export([main/0]).
-include("build.hrl").

main() ->
    process_flag(trap_exit, true),
    code:load_binary(cps_m, "m", version(1)),
    Self = self(),
    P = spawn_link(fun() -> cps_m:run(fun() -> code:load_binary(cps_m, "m", version(2)), Self ! loaded,
                                               code:purge(cps_m), Self ! survived end) end),
    receive loaded -> ok end,
    receive {'EXIT', P, Why} -> io:format("~p~n", [Why]) end,
    receive survived -> io:format("survived~n") after 0 -> io:format("gone~n") end,
    io:format("~p~n", [cps_m:v()]),
    Q = spawn_link(fun() -> cps_m:run(fun() -> code:load_binary(cps_m, "m", version(3)),
                                               Self ! {soft, code:soft_purge(cps_m)} end) end),
    receive {soft, S} -> io:format("~p~n", [S]) end,
    receive {'EXIT', Q, Why2} -> io:format("~p~n", [Why2]) end,
    io:format("~p~n", [code:soft_purge(cps_m)]).

version(N) ->
    build(["-module(cps_m).", "-export([run/1, v/0]).", "v() -> " ++ integer_to_list(N) ++ ".", "run(F) -> F(), done."]).
