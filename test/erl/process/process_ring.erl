%% A ring of processes with many messages, and a million spawns in turn.
-module(process_ring).
-export([main/0, node/1, leaf/1]).

main() ->
    N = 1000, M = 100000,
    First = spawn(?MODULE, node, [self()]),
    Last = lists:foldl(fun(_, P) -> spawn(?MODULE, node, [P]) end, First, lists:seq(2, N)),
    First ! {next, Last},
    Last ! {token, M},
    io:format("~p~n", [receive {done, 0} -> done end]),
    io:format("~p~n", [spawns(200000, 0)]),
    ok.

%% the first is told its neighbour; the others know it
node(Next) ->
    receive
        {next, P} -> loop(P, Next);
        {token, K} -> Next ! {token, K - 1}, loop(Next, none)
    end.

loop(Next, Boss) ->
    receive
        {token, K} when K > 0 -> Next ! {token, K - 1}, loop(Next, Boss);
        {token, _} when Boss =/= none -> Boss ! {done, 0};
        {token, K} -> Next ! {token, K}, loop(Next, Boss)
    end.

spawns(0, Sum) -> Sum;
spawns(N, Sum) ->
    spawn(?MODULE, leaf, [self()]),
    receive one -> spawns(N - 1, Sum + 1) end.

leaf(To) -> To ! one.
