%% Sizes that come from earlier fields, and from outside.
-module(binary_dynamic_sizes).
-export([main/0]).

main() ->
    P = packet([<<"one">>, <<"three">>, <<>>, binary:copy(<<"x">>, 300)]),
    io:format("~w ~w~n", [byte_size(P), [byte_size(X) || X <- unpack(P)]]),
    [io:format("~w ~w~n", [S, catch take(S, <<1, 2, 3, 4, 5>>)]) || S <- [0, 1, 5, 6, -1, 1 bsl 60, 1 bsl 70, x, 2.0]],
    io:format("~w~n", [tlv(<<1, 2:16, "ab", 2, 0:16, 3, 1:16, "c", 9>>, [])]),
    <<N:4, M:N/bits, Rest/bits>> = <<9:4, 511:9, 1:3>>,
    io:format("~w ~w ~w~n", [N, M, Rest]).

packet(L) -> << <<(byte_size(B)):16, B/binary>> || B <- L >>.
unpack(<<N:16, B:N/binary, R/binary>>) -> [B | unpack(R)];
unpack(<<>>) -> [].
take(S, B) -> <<X:S/binary, R/binary>> = B, {X, R}.
tlv(<<T, L:16, V:L/binary, R/binary>>, A) -> tlv(R, [{T, V} | A]);
tlv(R, A) -> {lists:reverse(A), R}.
