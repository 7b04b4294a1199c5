%% Twenty thousand processes, each with data of its own.
-module(memory_many_processes).
-export([main/0]).

main() ->
    Self = self(),
    Ps = [spawn_link(fun() -> L = lists:seq(N, N + 20), receive go -> Self ! {self(), lists:sum(L)} end end)
          || N <- lists:seq(1, 20000)],
    [P ! go || P <- Ps],
    io:format("~p~n", [lists:sum([receive {P, S} -> S end || P <- Ps])]).
