%% Order, equality and hashes of binaries however they came to be.
-module(binary_order).
-export([main/0]).

main() ->
    Bs = [<<>>, <<0>>, <<0:1>>, <<1:1>>, <<0, 0>>, <<1>>, <<127>>, <<128>>, <<255>>, <<255, 0>>, <<255:9>>, <<1:7>>, <<"abc">>, <<"abd">>, <<"ab">>],
    io:format("~w~n", [lists:sort(Bs)]),
    io:format("~w~n", [[{A < B, A == B} || A <- Bs, B <- Bs]]),
    Big = list_to_binary([X rem 256 || X <- lists:seq(1, 1000)]),
    Variants = [begin <<_:O, V:900/binary, _/bits>> = <<0:O, Big/binary>>, V end || O <- lists:seq(0, 9)],
    io:format("~w~n", [[{V =:= binary:part(Big, 0, 900), erlang:phash2(V), erlang:phash2(V, 1000)} || V <- Variants]]),
    io:format("~w~n", [length(lists:usort(Variants))]),
    io:format("~w~n", [[erlang:phash2(B) || B <- Bs]]),
    M = maps:from_list([{V, 1} || V <- Variants]),
    io:format("~w ~w~n", [map_size(M), maps:get(binary:part(Big, 0, 900), M)]).
