-module(interp_binary_loops).
-export([main/0]).
-include("check.hrl").

%% Match contexts kept over tail calls, given away, and used again after a failed clause.
main() ->
    B = list_to_binary([I rem 256 || I <- lists:seq(1, 10000)]),
    p(sum(B, 0)),
    p(length(words(<<"the quick  brown fox jumps">>, [], []))),
    p(words(<<"the quick  brown fox jumps">>, [], [])),
    p(count_lines(<<"a\nb\n\nc">>, 1)),
    p(csv(<<"a,b;c,,d">>)),
    p(hex(<<"0aFf9z">>)),
    p(utf(<<"a\x{e9}\x{20ac}\x{1f600}"/utf8>>)),
    p(utf(<<$a, 255, $b>>)),
    p(pairs(<<1:7, 2:9, 3:7, 4:9>>)),
    p(erlang:crc32(twice(B))),
    p(find(<<"abcabcabd">>, <<"abd">>, 0)),
    p(varint(<<16#96, 16#01, 7>>)).

sum(<<X, R/binary>>, S) -> sum(R, S + X);
sum(<<>>, S) -> S.

words(<<$\s, R/binary>>, [], W) -> words(R, [], W);
words(<<$\s, R/binary>>, A, W) -> words(R, [], [lists:reverse(A) | W]);
words(<<C, R/binary>>, A, W) -> words(R, [C | A], W);
words(<<>>, A, W) -> lists:reverse([lists:reverse(A) | W]).

count_lines(<<$\n, R/binary>>, N) -> count_lines(R, N + 1);
count_lines(<<_, R/binary>>, N) -> count_lines(R, N);
count_lines(<<>>, N) -> N.

csv(B) -> csv(B, B, 0, [], []).
csv(B, <<$,, R/binary>>, N, F, L) -> csv(R, R, 0, [binary:part(B, 0, N) | F], L);
csv(B, <<$;, R/binary>>, N, F, L) -> csv(R, R, 0, [], [lists:reverse([binary:part(B, 0, N) | F]) | L]);
csv(B, <<_, R/binary>>, N, F, L) -> csv(B, R, N + 1, F, L);
csv(B, <<>>, _, F, L) -> lists:reverse([lists:reverse([B | F]) | L]).

hex(<<C, R/binary>>) when C >= $0, C =< $9 -> [C - $0 | hex(R)];
hex(<<C, R/binary>>) when C >= $a, C =< $f -> [C - $a + 10 | hex(R)];
hex(<<C, R/binary>>) when C >= $A, C =< $F -> [C - $A + 10 | hex(R)];
hex(Rest) -> [{rest, Rest}].

utf(<<C/utf8, R/binary>>) -> [C | utf(R)];
utf(<<C, R/binary>>) -> [{bad, C} | utf(R)];
utf(<<>>) -> [].

pairs(<<A:7, B:9, R/bits>>) -> [{A, B} | pairs(R)];
pairs(<<>>) -> [].

twice(B) -> twice(B, <<>>).
twice(<<X, R/binary>>, Acc) -> twice(R, <<Acc/binary, X, X>>);
twice(<<>>, Acc) -> Acc.

find(B, P, N) ->
    S = byte_size(P),
    case B of
        <<_:N/binary, P:S/binary, _/binary>> -> N;
        <<_:N/binary, _, _/binary>> -> find(B, P, N + 1);
        _ -> none
    end.

varint(B) -> varint(B, 0, 0).
varint(<<1:1, X:7, R/binary>>, S, A) -> varint(R, S + 7, A bor (X bsl S));
varint(<<0:1, X:7, R/binary>>, S, A) -> {A bor (X bsl S), R}.
