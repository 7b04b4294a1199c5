-module(values_lists_long).
-export([main/0]).

main() ->
    N = 500000,
    L = lists:seq(1, N),
    M = L ++ [x],
    io:format("~p ~p ~p~n", [length(M), lists:last(M), lists:sum(lists:droplast(M))]),
    R = lists:reverse(L),
    io:format("~p ~p~n", [hd(R), lists:sum(R)]),
    P = [{I} || I <- L],
    io:format("~p~n", [[lists:member(N, L), lists:member(0, L), lists:keyfind(N, 1, P), lists:keymember(q, 1, P)]]),
    S = L -- lists:seq(1, N, 2),
    io:format("~p ~p~n", [length(S), lists:sum(S)]),
    D = lists:duplicate(1000, a) ++ lists:duplicate(1000, b),
    io:format("~p~n", [length(D -- lists:duplicate(500, b))]),
    io:format("~p~n", [t(fun() -> (L ++ x) ++ [y] end)]),
    io:format("~p~n", [t(fun() -> lists:reverse(L ++ x) end)]),
    io:format("~p~n", [t(fun() -> length(L ++ x) end)]).

t(F) -> try F(), ok catch C:R -> {C, R} end.
