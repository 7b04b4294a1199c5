%% fullsweep_after 0, 1 and large give the same results.
-module(memory_fullsweep).
-export([main/0]).

main() -> [io:format("~p ~p~n", [N, run(N)]) || N <- [0, 1, 10, 65535]].

run(N) ->
    Self = self(),
    P = spawn_opt(fun() -> Self ! {self(), work(200000, [], 0)} end, [link, {fullsweep_after, N}]),
    receive {P, X} -> X end.

work(0, L, S) -> S + length(L);
work(N, L, S) when N rem 1000 =:= 0 -> work(N - 1, [], S + lists:sum([X || {X, _} <- L]));
work(N, L, S) -> work(N - 1, [{N, [N]} | L], S).
