%% Registering, whereis, sending to names, and names of the dead.
-module(process_names).
-export([main/0]).
-include("check.hrl").

main() ->
    P = spawn(fun echo/0),
    io:format("~p ~p~n", [register(echo_server, P), whereis(echo_server) =:= P]),
    io:format("~p~n", [lists:member(echo_server, registered())]),
    io:format("~p~n", [process_info(P, registered_name)]),
    io:format("~p ~p~n", [process_info(self(), registered_name), process_info(self(), [registered_name])]),
    echo_server ! {self(), hi},
    io:format("~p~n", [receive {P, X} -> X end]),
    {echo_server, node()} ! {self(), there},
    io:format("~p~n", [receive {P, Y} -> Y end]),
    io:format("~p~n", [{nobody_at_all, node()} ! dropped]),
    io:format("~p~n", [caught(fun() -> nobody_at_all ! x end)]),
    [io:format("~p~n", [caught(F)])
     || F <- [fun() -> register(echo_server, self()) end, fun() -> register(other, P) end,
              fun() -> register(undefined, self()) end, fun() -> register("x", self()) end,
              fun() -> register(y, not_a_pid) end, fun() -> unregister(nobody_at_all) end,
              fun() -> unregister("x") end, fun() -> whereis(1) end, fun() -> whereis(nobody_at_all) end,
              fun() -> register(dead, dead_pid()) end]],
    io:format("~p ~p~n", [unregister(echo_server), whereis(echo_server)]),
    true = register(again, P),
    M = monitor(process, P),
    exit(whereis(again), kill),
    receive {'DOWN', M, _, _, _} -> ok end,
    io:format("~p~n", [whereis(again)]),
    true = register(again, self()),
    io:format("~p~n", [again ! to_myself]),
    io:format("~p~n", [receive Z -> Z end]),
    Names = [list_to_atom("many_" ++ integer_to_list(I)) || I <- lists:seq(1, 500)],
    Pids = [begin Q = spawn(fun echo/0), register(N, Q), Q end || N <- Names],
    io:format("~p~n", [Pids =:= [whereis(N) || N <- Names]]),
    [unregister(N) || N <- Names],
    io:format("~p~n", [lists:usort([whereis(N) || N <- Names])]),
    ok.

echo() -> receive {From, X} -> From ! {self(), X}, echo() end.
dead_pid() -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> P end.
