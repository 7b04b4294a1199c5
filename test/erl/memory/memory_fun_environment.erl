%% Funs carry large environments through collections and messages.
-module(memory_fun_environment).
-export([main/0]).

main() ->
    L = lists:seq(1, 10000), B = binary:copy(<<7>>, 5000), M = maps:from_list([{N, N} || N <- lists:seq(1, 100)]),
    F = fun(X) -> {X, length(L), byte_size(B), map_size(M)} end,
    G = fun(X) -> F(F(X)) end,
    erlang:garbage_collect(),
    io:format("~p~n", [G(1)]),
    Self = self(),
    spawn_link(fun() -> receive H -> erlang:garbage_collect(), Self ! {H, H(2)} end end) ! G,
    receive {H, R} -> io:format("~p ~p ~p~n", [R, H =:= G, H(3)]) end,
    Fs = [fun() -> N * N end || N <- lists:seq(1, 100000)],
    erlang:garbage_collect(),
    io:format("~p~n", [lists:sum([K() || K <- Fs])]).
