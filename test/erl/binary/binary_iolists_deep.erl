%% Iolists a million deep, in heads and in tails, and long ones.
-module(binary_iolists_deep).
-export([main/0]).

main() ->
    N = 1000000,
    Heads = lists:foldl(fun(X, A) -> [A, X band 255] end, [], lists:seq(1, N)),
    Lone = lists:foldl(fun(_, A) -> [A] end, <<"deep">>, lists:seq(1, N)),
    Tails = lists:foldl(fun(X, A) -> [<<X>> | A] end, <<"tail">>, lists:seq(1, N)),
    Long = lists:duplicate(N, [1, [2 | <<3>>]]),
    [begin
         B = iolist_to_binary(L),
         io:format("~w ~w ~w~n", [byte_size(B), iolist_size(L), erlang:md5(B)])
     end || L <- [Heads, Lone, Tails, Long]],
    Some = lists:foldl(fun(X, A) -> [A, X band 255] end, [], lists:seq(1, 3000)),
    io:format("~w~n", [erlang:md5(Some) =:= erlang:md5(iolist_to_binary(Some))]),
    io:format("~w~n", [erlang:crc32(Some) =:= erlang:crc32(iolist_to_binary(Some))]),
    io:format("~w~n", [catch iolist_size([Heads | a])]),
    io:format("~w~n", [try list_to_binary([Heads, -1]) catch error:R -> R end]).
