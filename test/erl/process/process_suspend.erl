%% suspend_process and resume_process: counted, held by whom, options.
-module(process_suspend).
-export([main/0]).
-include("check.hrl").

main() ->
    Self = self(),
    P = spawn(fun() -> echo() end),
    true = erlang:suspend_process(P),
    true = erlang:suspend_process(P),
    io:format("~p~n", [erlang:suspend_process(P, [unless_suspending])]),
    P ! {Self, 1},
    io:format("~p~n", [next(30)]),
    io:format("~p~n", [process_info(Self, suspending) =:= {suspending, [{P, 2, 0}]}]),
    true = erlang:resume_process(P),
    io:format("~p~n", [next(30)]),
    true = erlang:resume_process(P),
    io:format("~p~n", [next(1000)]),
    io:format("~p~n", [caught(fun() -> erlang:resume_process(P) end)]),
    %% the holder's end frees it
    H = spawn(fun() -> erlang:suspend_process(P), Self ! holding, receive stop -> ok end end),
    receive holding -> ok end,
    P ! {Self, 2},
    io:format("~p~n", [next(30)]),
    exit(H, kill),
    io:format("~p~n", [next(1000)]),
    %% asynchronous
    io:format("~p~n", [erlang:suspend_process(P, [{asynchronous, tag}])]),
    io:format("~p~n", [receive {tag, S} -> S after 1000 -> nothing end]),
    true = erlang:resume_process(P),
    %% exit signals still work
    erlang:suspend_process(P),
    M = monitor(process, P),
    exit(P, kill),
    io:format("~p~n", [receive {'DOWN', M, _, _, W} -> W end]),
    [io:format("~p~n", [caught(F)])
     || F <- [fun() -> erlang:suspend_process(self()) end, fun() -> erlang:suspend_process(P) end,
              fun() -> erlang:suspend_process(a) end, fun() -> erlang:suspend_process(Self, [bad]) end,
              fun() -> erlang:resume_process(self()) end]],
    ok.

next(Time) -> receive X -> X after Time -> held end.
echo() -> receive {From, X} -> From ! {echo, X}, echo() end.
