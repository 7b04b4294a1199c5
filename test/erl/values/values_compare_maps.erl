-module(values_compare_maps).
-export([main/0]).

main() ->
    Ms = [#{}, #{a => 1}, #{a => 2}, #{b => 0}, #{1 => x}, #{1.0 => x}, #{2 => x}, #{a => 1, b => 1}, #{a => 1, c => 0}, #{1 => a, 1.0 => b},
          #{1 => a, 2.0 => b}, big(33), big(34), maps:put(5, y, big(33)), maps:put(x, y, maps:remove(5, big(33))),
          maps:put(0.5, y, maps:remove(33, big(33))), maps:put(3, y, maps:put(9, z, big(33)))],
    io:format("~w~n", [[[c(A, B) || B <- Ms] || A <- Ms]]),
    io:format("~p~n", [[#{1 => a} == #{1.0 => a}, #{a => 1} == #{a => 1.0}, #{a => 1} =:= #{a => 1.0}]]),
    L = maps:from_list([{I, {I, 1}} || I <- lists:seq(1, 100)]),
    G = maps:from_list([{I, {I, 1.0}} || I <- lists:seq(1, 100)]),
    io:format("~p~n", [[L == G, L =:= G, L < G, c(maps:put(50, {50, 2}, L), G), c(maps:put(1000, 1, L), G)]]),
    N = fun(V) -> #{k => maps:from_list([{I, #{x => V}} || I <- lists:seq(1, 40)])} end,
    io:format("~p~n", [[c(N(1), N(2)), c(N(1), N(1.0)), N(1) == N(1.0), N(1) =:= N(1), c(N(b), N(a))]]).

big(N) -> maps:from_list([{I, I} || I <- lists:seq(1, N)]).

c(A, B) -> if A < B -> -1; A > B -> 1; true -> 0 end.
