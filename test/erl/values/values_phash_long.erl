%% phash/2 and phash2/1,2 of strings, binaries and terms that are long enough to be hashed in slices.
-module(values_phash_long).
-export([main/0]).

main() ->
    [show({bytes, N}, lists:duplicate(N, 7) ++ Tail)
     || N <- [3, 4095, 4096, 4097, 8192, 16383, 16384, 16385, 32768, 3000001], Tail <- [[], [a], [300, 1, 2], improper]],
    [show({binary, N, Skip}, part(N, Skip))
     || N <- [11, 12, 16383, 16384, 16385, 16395, 16396, 16397, 32768, 49153, 3000007], Skip <- [0, 3]],
    [show({bits, N}, <<(part(N, 0))/bits, 5:3>>) || N <- [16383, 16384, 16385, 100000]],
    Long = lists:seq(250, 400000),
    show(tuple, list_to_tuple(Long)),
    show(nested, {Long, [part(100000, 1), Long, #{Long => part(50000, 2)}], fun() -> hd(Long) end =:= Long}),
    show(deep, lists:foldl(fun(I, T) -> {I, [T], <<I:32>>} end, [], lists:seq(1, 100000))),
    [io:format("~p~n", [try erlang:phash(Long, R) catch C:E -> {C, E} end]) || R <- [0, 1 bsl 32, (1 bsl 32) + 1, a]].

show(What, T) ->
    io:format("~p ~p ~p ~p~n", [What, erlang:phash(T, 1 bsl 32), erlang:phash2(T), erlang:phash2(T, 1 bsl 32)]).

part(N, Skip) ->
    B = list_to_binary([I band 255 || I <- lists:seq(1, N + 1)]),
    <<_:Skip, R:N/binary, _/bits>> = B,
    R.
