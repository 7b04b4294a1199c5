-module(values_maps_boundary).
-export([main/0]).

main() -> lists:foreach(fun step/1, lists:seq(28, 40)).

step(N) ->
    M = maps:from_list([{I, I} || I <- lists:seq(1, N)]),
    A = M#{N + 1 => x},
    R = maps:remove(N + 1, A),
    U = M#{1 := y},
    io:format("~p ~p ~p ~p ~p ~p~n", [N, map_size(A), R =:= M, R == M, maps:get(1, U), erlang:phash2(M)]),
    io:format("~p~n", [[M =:= maps:from_list(lists:reverse(lists:sort(maps:to_list(M)))), A > M, M < U,
        lists:sort(maps:values(U)) =:= lists:sort([y | lists:seq(2, N)])]]),
    io:format("~p~n", [erlang:md5(term_to_binary(lists:sort(maps:to_list(A))))]).
