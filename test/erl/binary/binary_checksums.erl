%% crc32, adler32 and their combinations.
-module(binary_checksums).
-export([main/0]).

main() ->
    Ds = [<<>>, <<"a">>, "abc", [<<"ab">>, $c], <<0, 255>>, binary:copy(<<"0123456789">>, 100000), lists:duplicate(100000, [1, <<2>>])],
    [io:format("~w ~w~n", [erlang:crc32(D), erlang:adler32(D)]) || D <- Ds],
    [io:format("~w ~w~n", [erlang:crc32(N, "xyz"), erlang:adler32(N, "xyz")]) || N <- [0, 1, 12345, 16#FFFFFFFF]],
    A = <<"first part ">>, B = binary:copy(<<"second">>, 1000),
    io:format("~w ~w~n", [erlang:crc32_combine(erlang:crc32(A), erlang:crc32(B), byte_size(B)) =:= erlang:crc32([A, B]),
                          erlang:adler32_combine(erlang:adler32(A), erlang:adler32(B), byte_size(B)) =:= erlang:adler32([A, B])]),
    io:format("~w ~w~n", [erlang:crc32_combine(1, 2, 0), erlang:adler32_combine(77, 2, 0)]),
    <<_:3, U/bits>> = <<0:3, "unaligned data">>,
    io:format("~w ~w~n", [erlang:crc32(U) =:= erlang:crc32("unaligned data"), erlang:adler32(["x", U])]),
    Bad = [fun() -> erlang:crc32(a) end, fun() -> erlang:crc32(-1, "") end, fun() -> erlang:crc32(1 bsl 32, "") end, fun() -> erlang:adler32([256]) end,
           fun() -> erlang:crc32(<<1:1>>) end, fun() -> erlang:crc32_combine(1, 2, -1) end, fun() -> erlang:adler32_combine(1, 1 bsl 32, 1) end,
           fun() -> erlang:adler32(1.0, "") end],
    [io:format("~w~n", [try F() catch C:R:Trace -> [{M, N, _, I} | _] = Trace, {C, R, M, N, I} end]) || F <- Bad].
