%% Tuples nested half a million deep, left and right.
-module(memory_deep_tuple).
-export([main/0]).

main() ->
    L = left(500000, x), R = right(500000, x),
    erlang:garbage_collect(),
    Self = self(),
    spawn_link(fun() -> receive {A, B} -> Self ! {B, A} end end) ! {L, R},
    receive {R1, L1} -> io:format("~p ~p~n", [L1 =:= L, R1 =:= R]) end,
    io:format("~p ~p ~p~n", [count_left(L, 0), count_right(R, 0), L =:= R]).

left(0, T) -> T;
left(N, T) -> left(N - 1, {T, N}).
right(0, T) -> T;
right(N, T) -> right(N - 1, {N, T}).
count_left({T, _}, N) -> count_left(T, N + 1);
count_left(x, N) -> N.
count_right({_, T}, N) -> count_right(T, N + 1);
count_right(x, N) -> N.
