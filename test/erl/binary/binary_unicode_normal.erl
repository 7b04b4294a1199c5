%% Normal forms, graphemes, boms.
-module(binary_unicode_normal).
-export([main/0]).

main() ->
    S = "A\x{30a}e\x{301}\x{fb01}\x{ac00}\x{1100}\x{1161}",
    [io:format("~w ~w~n", [F, unicode:F(S)]) || F <- [characters_to_nfc_list, characters_to_nfd_list, characters_to_nfkc_list, characters_to_nfkd_list]],
    io:format("~w~n", [unicode:characters_to_nfc_binary([S, <<"é"/utf8>>])]),
    io:format("~w~n", [string:to_graphemes(S ++ [16#1F468, 16#200D, 16#1F469, 16#1F1E9, 16#1F1EA])]),
    [io:format("~w ~w~n", [B, unicode:bom_to_encoding(B)]) || B <- [<<239, 187, 191>>, <<254, 255, 0>>, <<255, 254>>, <<0, 0, 254, 255>>, <<255, 254, 0, 0>>, <<"x">>]],
    [io:format("~w ~w~n", [E, unicode:encoding_to_bom(E)]) || E <- [utf8, utf16, {utf16, little}, utf32, {utf32, little}, latin1]],
    Big = lists:duplicate(20000, "a\x{308}"),
    io:format("~w~n", [erlang:md5(unicode:characters_to_nfc_binary(Big))]).
