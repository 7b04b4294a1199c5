%% Many clauses over one binary: literals, strings, guards, tails, the same context handed on.
-module(binary_match_clauses).
-export([main/0]).

main() ->
    [io:format("~p ~p~n", [B, kind(B)]) || B <- [<<"GET /x">>, <<"PUT">>, <<"POST", 0>>, <<137, "PNG", 13, 10>>, <<0:1, 5:7>>, <<1:1>>,
                                                 <<16#CAFEBABE:32, 1>>, <<>>, <<"HEAD">>, <<5:3>>, <<255, 254>>, <<65:7, 66:9>>]],
    io:format("~w~n", [tokens(<<"let x = 10 + foo42*(3)">>, [])]),
    io:format("~w~n", [rle(<<"aaabccddddde">>)]),
    io:format("~w ~w~n", [same(<<1, 2, 1>>), same(<<1, 2, 3>>)]),
    io:format("~w~n", [catch kind(foo)]).

kind(<<"GET ", R/binary>>) -> {get, R};
kind(<<"POST", _/bits>>) -> post;
kind(<<137, "PNG", _/binary>>) -> png;
kind(<<16#CAFEBABE:32, V, _/binary>>) -> {class, V};
kind(<<0:1, N:7>>) -> {seven, N};
kind(<<255, _, R/binary>>) when byte_size(R) < 3 -> {bom, R};
kind(<<X:7, Y:9>>) when X =:= 65 -> {odd, X, Y};
kind(<<>>) -> empty;
kind(B) when is_binary(B), byte_size(B) =:= 3 -> three;
kind(B) when is_bitstring(B) -> {bits, bit_size(B)}.

tokens(<<C, R/binary>>, A) when C =:= $\s -> tokens(R, A);
tokens(<<C, _/binary>> = B, A) when C >= $0, C =< $9 -> {N, R} = number(B, 0), tokens(R, [N | A]);
tokens(<<C, _/binary>> = B, A) when C >= $a, C =< $z -> {W, R} = word(B, <<>>), tokens(R, [binary_to_atom(W) | A]);
tokens(<<C, R/binary>>, A) -> tokens(R, [list_to_atom([C]) | A]);
tokens(<<>>, A) -> lists:reverse(A).
number(<<C, R/binary>>, N) when C >= $0, C =< $9 -> number(R, N * 10 + C - $0);
number(R, N) -> {N, R}.
word(<<C, R/binary>>, W) when C >= $a, C =< $z; C >= $0, C =< $9 -> word(R, <<W/binary, C>>);
word(R, W) -> {W, R}.
rle(<<C, R/binary>>) -> rle(R, C, 1);
rle(<<>>) -> [].
rle(<<C, R/binary>>, C, N) -> rle(R, C, N + 1);
rle(R, C, N) -> [{C, N} | rle(R)].
same(<<A, _, A>>) -> true;
same(_) -> false.
