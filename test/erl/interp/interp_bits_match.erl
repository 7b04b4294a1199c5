-module(interp_bits_match).
-export([main/0]).

%% Matching bitstrings: sizes, signs, endians, units, tails, strings, sizes bound in the same pattern.
main() ->
    B = <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255, 254, 253>>,
    <<A:8, C:16, D:24/little, E:7, F:1, R/binary>> = B,
    p([A, C, D, E, F, R]),
    <<S1:8/signed, _:80, S2:8/signed, S3:16/signed-little>> = <<128, 0:80, 255, 254, 253>>,
    p([S1, S2, S3]),
    p([X || <<X:3>> <= <<1, 2, 3>>]),
    p([X || <<X:12/little-signed>> <= B]),
    p([tlv(<<1, 3, "abc", 2, 0, 9, 1, "z">>, [])]),
    p([kind(X) || X <- [<<>>, <<1>>, <<1, 2>>, <<"get x">>, <<"put y">>, <<7:3>>, <<0, 0, 0, 9>>, a]]),
    p([big(<<1:1, 0:99, 5:100>>)]),
    p([late(<<3, "abcdef">>), late(<<9, "abc">>), late(<<>>)]),
    p([bin_size(<<2:16, 65, 66, 67>>)]),
    p([unit(<<1, 2, 3, 4, 5>>), unit(<<1, 2, 3, 4>>)]),
    p([odd(<<5:3, 1, 2, 3, 1:1>>)]),
    p([fails(fun() -> <<_:16>> = id(<<1>>) end), fails(fun() -> <<X:8, X:8>> = id(<<1, 2>>) end), fails(fun() -> <<_/binary>> = id(<<1:4>>) end)]),
    p([ip(<<4:4, 5:4, 0, 40:16, 0:32, 64, 6, 0:16, 127, 0, 0, 1, 10, 1, 2, 3, "payload">>)]).

p(L) -> io:format("~p~n", [L]).

tlv(<<T, L, V:L/binary, Rest/binary>>, Acc) -> tlv(Rest, [{T, V} | Acc]);
tlv(<<>>, Acc) -> lists:reverse(Acc).

kind(<<>>) -> empty;
kind(<<"get ", R/binary>>) -> {get, R};
kind(<<"put ", R/binary>>) -> {put, R};
kind(<<X>>) -> {byte, X};
kind(<<0:24, X>>) -> {last, X};
kind(<<X:16/little>>) -> {word, X};
kind(<<X:3, R/bits>>) -> {three, X, R};
kind(_) -> none.

big(<<X:100, Y:100>>) -> {X, Y, X =:= 1 bsl 99}.

late(<<N, Rest/binary>>) ->
    case Rest of
        <<P:N/binary, T/binary>> -> {P, T};
        _ -> short
    end;
late(_) -> none.

bin_size(<<N:16, B:N/binary-unit:8, R/bytes>>) -> {B, R}.
unit(<<X/binary-unit:16>>) -> {even, byte_size(X)};
unit(<<X/binary>>) -> {odd, byte_size(X)}.
odd(<<A:3, B:3/binary, C/bits>>) -> {A, B, C}.

ip(<<V:4, H:4, _, Len:16, _:32, TTL, Proto, _:16, S:4/binary, D:4/binary, Rest/binary>>) ->
    {V, H, Len, TTL, Proto, S, D, Rest}.

fails(F) -> try F() of V -> {value, V} catch C:R -> {C, R} end.
id(X) -> X.
