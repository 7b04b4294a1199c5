-module(values_maps_many_pairs).
-export([main/0]).
-include("check.hrl").

main() ->
    A = #{},
    M = A#{k1 => 1, k2 => 2, k3 => 3, k4 => 4, k5 => 5, k6 => 6, k7 => 7, k8 => 8, k9 => 9, k10 => 10, k11 => 11, k12 => 12,
           k13 => 13, k14 => 14, k15 => 15, k16 => 16, k17 => 17, k18 => 18, k19 => 19, k20 => 20, k21 => 21, k22 => 22,
           k23 => 23, k24 => 24, k25 => 25, k26 => 26, k27 => 27, k28 => 28, k29 => 29, k30 => 30},
    N = M#{k31 => 31, k32 => 32, k33 => 33, k34 => 34, k35 => 35, k1 => one},
    io:format("~p~n~p~n", [M, lists:sort(maps:to_list(N))]),
    io:format("~p~n", [M#{k1 := a, k30 := b, k15 := c}]),
    io:format("~p~n", [lists:sort(maps:to_list(N#{k1 := a, k35 := b, k15 := c}))]),
    io:format("~p~n", [A#{qa => 1, qb => 3, qa => 4}]),
    X = id(z),
    io:format("~p~n", [A#{X => 1, {X, X} => 2, [X] => 3, X => 5}]),
    io:format("~p~n", [[ended(fun() -> M#{k1 := 1, nokey := 2, k2 := 3} end), ended(fun() -> N#{k1 := 1, {no, key} := 2} end),
        ended(fun() -> (id(a))#{x => 1, y => 2} end)]]).
