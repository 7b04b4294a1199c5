%% A server whose state grows and shrinks.
-module(memory_growing_state).
-export([main/0]).

main() ->
    P = spawn_link(fun() -> server(#{}) end),
    [P ! {put, N, lists:duplicate(N rem 30, N)} || N <- lists:seq(1, 20000)],
    io:format("~p~n", [call(P, size)]),
    [P ! {drop, N} || N <- lists:seq(1, 20000), N rem 10 =/= 0],
    io:format("~p ~p~n", [call(P, size), call(P, sum)]),
    [P ! {put, N, N} || N <- lists:seq(1, 1000)],
    io:format("~p ~p~n", [call(P, size), call(P, sum)]).

call(P, Q) -> P ! {Q, self()}, receive {P, A} -> A end.

server(S) ->
    receive
        {put, K, V} -> server(S#{K => V});
        {drop, K} -> server(maps:remove(K, S));
        {size, From} -> From ! {self(), map_size(S)}, server(S);
        {sum, From} -> From ! {self(), maps:fold(fun(_, V, A) -> A + weigh(V) end, 0, S)}, server(S)
    end.

weigh(L) when is_list(L) -> lists:sum(L);
weigh(N) -> N.
