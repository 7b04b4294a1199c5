%% soft_purge refuses while a process is in old code, and does it when none is.
-module(code_soft_purge).
-export([main/0]).
-include("build.hrl").

main() ->
    io:format("~p~n", [code:soft_purge(csp_none)]),
    code:load_binary(csp_m, "m", version(1)),
    io:format("~p~n", [code:soft_purge(csp_m)]),
    P = spawn(fun() -> csp_m:wait() end),
    P ! {self(), ping}, receive pong -> ok end,
    code:load_binary(csp_m, "m", version(2)),
    io:format("~p~n", [[code:soft_purge(csp_m) || _ <- "abc"]]),
    P ! {self(), ping}, receive pong -> io:format("alive~n") end,
    R = monitor(process, P),
    P ! stop,
    receive {'DOWN', R, process, P, Why} -> io:format("~p~n", [Why]) end,
    io:format("~p~n", [{erlang:check_old_code(csp_m), code:soft_purge(csp_m), erlang:check_old_code(csp_m)}]),
    io:format("~p~n", [csp_m:v()]).

version(N) ->
    build(["-module(csp_m).", "-export([wait/0, v/0]).", "v() -> " ++ integer_to_list(N) ++ ".",
           "wait() -> receive {From, ping} -> From ! pong, wait(); stop -> ok end."]).
