%% Large messages, many of them, and their sum on the other side.
-module(memory_message_large).
-export([main/0]).

main() ->
    Self = self(),
    P = spawn_link(fun() -> Self ! {sum, collect(50, 0)} end),
    [P ! {data, N, lists:seq(1, 10000), list_to_tuple(lists:duplicate(1000, N))} || N <- lists:seq(1, 50)],
    receive {sum, S} -> io:format("~p~n", [S]) end.

collect(0, S) -> S;
collect(K, S) ->
    receive {data, N, L, T} when tuple_size(T) =:= 1000 -> collect(K - 1, S + lists:sum(L) * N + element(1000, T)) end.
