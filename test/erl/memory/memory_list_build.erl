%% Lists far larger than the first heap, built and taken apart.
-module(memory_list_build).
-export([main/0]).

main() ->
    L = build(3000000, []),
    io:format("~p ~p~n", [length(L), lists:sum(L)]),
    R = lists:reverse(L),
    io:format("~p ~p~n", [hd(R), lists:nth(1000000, R)]),
    io:format("~p~n", [lists:sum([X || X <- R, X rem 3 =:= 0])]).

build(0, L) -> L;
build(N, L) -> build(N - 1, [N | L]).
