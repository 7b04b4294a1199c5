%% Boxed numbers in large amounts.
-module(memory_numbers).
-export([main/0]).

main() ->
    Fs = [N / 7 || N <- lists:seq(1, 300000)],
    Bs = [(1 bsl 64) * N + N || N <- lists:seq(1, 100000)],
    erlang:garbage_collect(),
    io:format("~.6f~n", [lists:sum(Fs)]),
    io:format("~p~n", [lists:sum(Bs)]),
    io:format("~p~n", [fact(1000) rem ((1 bsl 127) - 1)]),
    io:format("~p~n", [length(integer_to_list(fact(2000)))]).

fact(0) -> 1;
fact(N) -> N * fact(N - 1).
