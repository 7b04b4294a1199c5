%% base64 both ways.
-module(binary_base64).
-export([main/0]).

main() ->
    [io:format("~w ~s ~w~n", [N, base64:encode(B), base64:decode(base64:encode(B)) =:= B]) || N <- lists:seq(0, 20), B <- [list_to_binary(lists:seq(200, 199 + N))]],
    io:format("~p ~p~n", [base64:encode_to_string("list"), base64:decode_to_string("bGlzdA==")]),
    io:format("~p ~p~n", [base64:mime_decode("bG lz\ndA=="), base64:decode(<<"bGlz dA == ">>)]),
    [io:format("~p ~p~n", [B, try base64:decode(B) catch C:R -> {C, element_or(R)} end]) || B <- ["a", "ab", "abc", "a=bc", "====", "ab\x{ff}c", <<"ab!d">>]],
    Big = binary:copy(<<0, 1, 2, 3, 4, 250, 251>>, 100000),
    E = base64:encode(Big),
    io:format("~w ~w ~w~n", [byte_size(E), erlang:md5(E), base64:decode(E) =:= Big]).

element_or(T) when is_tuple(T) -> element(1, T);
element_or(T) -> T.
