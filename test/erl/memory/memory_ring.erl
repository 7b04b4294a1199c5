%% A ring of processes hands on a message that grows.
-module(memory_ring).
-export([main/0]).

main() ->
    First = lists:foldl(fun(_, Next) -> spawn_link(fun() -> relay(Next) end) end, self(), lists:seq(1, 200)),
    T = round_trip(First, [], 20),
    io:format("~p ~p~n", [length(T), erlang:phash2(T)]),
    First ! stop,
    receive stop -> io:format("stopped~n") end.

round_trip(_, T, 0) -> T;
round_trip(First, T, N) -> First ! {item, [{N, lists:duplicate(N, N)} | T]}, receive {item, U} -> round_trip(First, U, N - 1) end.

relay(Next) ->
    receive
        {item, T} -> Next ! {item, [length(T) | T]}, relay(Next);
        stop -> Next ! stop
    end.
