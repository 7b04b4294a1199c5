%% Local calls stay in the version they run in; calls with a module name go to the newest.
-module(code_two_versions).
-export([main/0]).
-include("build.hrl").

main() ->
    io:format("~p~n", [code:load_binary(ctv_m, "m", version(1))]),
    P = spawn(fun() -> ctv_m:loop() end),
    io:format("~p~n", [ask(P)]),
    io:format("~p~n", [code:load_binary(ctv_m, "m", version(2))]),
    io:format("~p~n", [{ctv_m:version(), ask(P), erlang:check_old_code(ctv_m), erlang:check_process_code(P, ctv_m)}]),
    P ! upgrade,
    io:format("~p~n", [{ask(P), erlang:check_process_code(P, ctv_m)}]),
    io:format("~p~n", [{code:soft_purge(ctv_m), erlang:check_old_code(ctv_m), is_process_alive(P)}]),
    P ! stop.

ask(P) -> P ! {self(), version}, receive {P, V} -> V end.

version(N) ->
    build(["-module(ctv_m).", "-export([loop/0, version/0]).", "version() -> " ++ integer_to_list(N) ++ ".",
           "loop() -> receive {From, version} -> From ! {self(), version()}, loop();"
           " upgrade -> ctv_m:loop(); stop -> ok end."]).
