%% Parts of parts of binaries, at byte and bit offsets, through collections.
-module(memory_sub_binary).
-export([main/0]).

main() ->
    B = << <<(N band 255)>> || N <- lists:seq(1, 5000) >>,
    Parts = cut(B, 0, []),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(Parts), erlang:phash2(Parts)]),
    Bits = bits(B, 1, []),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(Bits), lists:sum([bit_size(X) || X <- Bits])]),
    io:format("~p~n", [erlang:phash2(Bits)]),
    io:format("~w~n", [lists:sublist(Bits, 12)]),
    Deep = lists:foldl(fun(_, X) -> <<_:3, Y/bitstring>> = X, erlang:garbage_collect(), Y end, B, lists:seq(1, 300)),
    io:format("~p ~p~n", [bit_size(Deep), erlang:phash2(Deep)]).

cut(<<>>, _, Acc) -> lists:reverse(Acc);
cut(B, N, Acc) ->
    Size = min(N rem 100, byte_size(B)),
    <<P:Size/binary, R/binary>> = B,
    cut(R, N + 1, [P | Acc]).

bits(B, N, Acc) when bit_size(B) < N -> lists:reverse([B | Acc]);
bits(B, N, Acc) ->
    <<P:N/bitstring, R/bitstring>> = B,
    bits(R, N + 1, [P | Acc]).
