%% A call into a module whose on_load function still runs waits for it.
-module(code_on_load_wait).
-export([main/0]).
-include("build.hrl").

main() ->
    Self = self(),
    register(olw_main, Self),
    Code = build(["-module(olw_m).", "-on_load(init/0).", "-export([v/0]).",
                  "init() -> olw_main ! {in, self()}, receive go -> ok end.", "v() -> loaded."]),
    Loader = spawn(fun() -> Self ! {load, code:load_binary(olw_m, "m", Code)} end),
    On = receive {in, P} -> P end,
    io:format("~p~n", [{erlang:module_loaded(olw_m), erlang:function_exported(olw_m, v, 0), is_pid(Loader)}]),
    Callers = [spawn(fun() -> Self ! {called, I, olw_m:v()} end) || I <- [1, 2, 3]],
    receive {called, _, _} = M -> io:format("too early: ~p~n", [M]) after 100 -> io:format("they wait~n") end,
    On ! go,
    receive {load, L} -> io:format("~p~n", [L]) end,
    io:format("~p~n", [[receive {called, I, V} -> {I, V} end || I <- [1, 2, 3]]]),
    io:format("~p~n", [length(Callers)]).
