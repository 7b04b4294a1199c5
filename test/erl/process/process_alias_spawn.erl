%% An alias with spawn_opt and spawn_request; a late reply is dropped.
-module(process_alias_spawn).
-export([main/0]).

main() ->
    Self = self(),
    {P, R} = spawn_opt(fun() -> receive {call, From} -> From ! {From, answer} end end,
                       [{monitor, [{alias, reply_demonitor}]}]),
    P ! {call, R},
    io:format("~p~n", [receive {R, X} -> X after 1000 -> timeout end]),
    timer:sleep(10),
    io:format("~p~n", [receive Y -> Y after 20 -> nothing end]),
    Q = spawn_request(fun() -> receive {call, From} -> From ! {From, late} end end,
                      [{monitor, [{alias, explicit_unalias}]}]),
    C = receive {spawn_reply, Q, ok, Pid} -> Pid end,
    true = unalias(Q),
    C ! {call, Q},
    io:format("~p~n", [receive {'DOWN', Q, process, C, W} -> W end]),
    io:format("~p~n", [receive Z -> Z after 20 -> nothing end]),
    %% the classic request with a timeout: the reply that comes too late is not seen
    Slow = spawn(fun() -> receive {From, Alias} -> timer:sleep(30), Alias ! {Alias, slow}, From ! sent end end),
    M = monitor(process, Slow, [{alias, reply_demonitor}]),
    Slow ! {Self, M},
    io:format("~p~n", [receive {M, V} -> V after 5 -> unalias(M), demonitor(M, [flush]), timeout end]),
    receive sent -> ok end,
    io:format("~p~n", [receive {M, _} -> seen after 20 -> unseen end]),
    ok.
