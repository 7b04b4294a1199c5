-module(interp_selective).
-export([main/0]).

%% Selective receive: what is skipped stays in order; priorities by after 0; references made before sending.
main() ->
    S = self(),
    [S ! {I rem 3, I} || I <- lists:seq(1, 15)],
    io:format("~p~n", [drain(2)]),
    io:format("~p~n", [drain(0)]),
    io:format("~p~n", [drain(1)]),
    [S ! X || X <- [low, {urgent, 1}, low2, {urgent, 2}]],
    io:format("~p~n", [by_priority()]),
    Server = spawn(fun() -> server(#{}) end),
    [io:format("~p~n", [call(Server, R)]) || R <- [{put, a, 1}, {get, a}, {get, b}, {put, b, [x]}, {get, b}, all]],
    Server ! stop,
    io:format("~p~n", [nested()]).

drain(K) -> receive {K, I} -> [I | drain(K)] after 0 -> [] end.

by_priority() ->
    receive {urgent, N} -> [N | by_priority()]
    after 0 -> receive X -> [X | by_priority()] after 0 -> [] end
    end.

server(State) ->
    receive
        {From, Ref, {put, K, V}} -> From ! {Ref, ok}, server(State#{K => V});
        {From, Ref, {get, K}} -> From ! {Ref, maps:find(K, State)}, server(State);
        {From, Ref, all} -> From ! {Ref, lists:sort(maps:to_list(State))}, server(State);
        stop -> ok
    end.

call(Server, Request) ->
    Ref = monitor(process, Server),
    Server ! {self(), Ref, Request},
    receive
        {Ref, Reply} -> demonitor(Ref, [flush]), Reply;
        {'DOWN', Ref, _, _, Reason} -> {down, Reason}
    after 5000 -> timeout
    end.

nested() ->
    self() ! {outer, 1}, self() ! {inner, 2}, self() ! {outer, 3},
    receive {outer, A} -> B = receive {inner, X} -> X end, receive {outer, C} -> {A, B, C} end end.
