%% A list nested a million deep in its heads is collected, compared and sent.
-module(memory_deep_car).
-export([main/0]).

main() ->
    T = nest(1000000, []),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [depth(T, 0), T =:= nest(1000000, [])]),
    io:format("~p ~p~n", [T < nest(1000001, []), T == nest(999999, [])]),
    Self = self(),
    P = spawn_link(fun() -> receive X -> Self ! {depth(X, 0), X} end end),
    P ! T,
    receive {D, U} -> io:format("~p ~p~n", [D, U =:= T]) end.

nest(0, T) -> T;
nest(N, T) -> nest(N - 1, [T]).

depth([], N) -> N;
depth([T], N) -> depth(T, N + 1).
