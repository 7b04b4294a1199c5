-module(values_maps_large).
-export([main/0]).

main() ->
    N = 20000,
    M = lists:foldl(fun(I, A) -> A#{I => -I} end, #{}, lists:seq(1, N)),
    L = maps:from_list([{I, -I} || I <- lists:seq(N, 1, -1)]),
    true = M =:= L,
    N = map_size(M),
    [V = -K || {K, V} <- maps:to_list(M)],
    io:format("~p~n", [lists:sum(maps:keys(M)) + lists:sum(maps:values(M))]),
    true = lists:zip(maps:keys(M), maps:values(M)) =:= maps:to_list(M),
    H = lists:foldl(fun maps:remove/2, M, lists:seq(1, N, 2)),
    io:format("~p ~p~n", [map_size(H), lists:sum(maps:keys(H))]),
    S = lists:foldl(fun maps:remove/2, H, lists:seq(50, N, 2)),
    io:format("~p~n", [S]),
    true = S =:= maps:from_list([{I, -I} || I <- lists:seq(2, 48, 2)]),
    G = maps:merge(maps:map(fun(_, _) -> x end, H), L),
    true = G =:= L,
    K = maps:merge(L, maps:map(fun(_, _) -> x end, H)),
    io:format("~p~n", [{length([x || x <- maps:values(K)]), map_size(K), maps:get(2, K), maps:get(3, K)}]),
    T = lists:foldl(fun(I, A) -> case maps:take(I, A) of {V, B} -> V = -I, B; error -> A end end, L, lists:seq(1, 2 * N)),
    io:format("~p~n", [T]),
    io:format("~p~n", [maps:fold(fun(A, B, C) -> A + B + C end, 0, L)]),
    io:format("~p~n", [count(maps:next(maps:iterator(L)), 0)]),
    io:format("~p~n", [maps:size(maps:filter(fun(A, _) -> A rem 7 =:= 0 end, L))]).

count(none, N) -> N;
count({_, _, I}, N) -> count(maps:next(I), N + 1).
