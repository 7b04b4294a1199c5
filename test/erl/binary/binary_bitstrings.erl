%% Bitstrings that are no binaries: made, cut, compared, printed.
-module(binary_bitstrings).
-export([main/0]).

main() ->
    Bs = [<<X:N>> || N <- lists:seq(1, 20), X <- [0, 1, -1, 16#5A5A5]],
    [io:format("~p ~w ~w ~w~n", [B, bit_size(B), byte_size(B), is_binary(B)]) || B <- Bs],
    io:format("~w~n", [lists:sort(Bs)]),
    Joined = << <<B/bits>> || B <- Bs >>,
    io:format("~w ~w~n", [bit_size(Joined), erlang:phash2(Joined)]),
    io:format("~w~n", [cut(Joined, 13, [])]),
    <<_:3, Sub/bits>> = Joined,
    Same = << <<X:1>> || <<X:1>> <= Sub >>,
    io:format("~w ~w ~w~n", [Same =:= Sub, Same == Sub, erlang:phash2(Same) =:= erlang:phash2(Sub)]),
    io:format("~w~n", [bitstring_to_list(Sub)]),
    io:format("~w~n", [list_to_bitstring([<<1:3>>, [<<2:5>>, 255 | <<3:2>>]])]),
    io:format("~w ~w~n", [<<1:1>> < <<1:2>>, <<128>> < <<1:1>>]).

cut(B, N, Acc) when bit_size(B) >= N -> <<H:N/bits, T/bits>> = B, cut(T, N + 1, [H | Acc]);
cut(B, _, Acc) -> [B | Acc].
