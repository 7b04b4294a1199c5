%% utf16 segments in both byte orders, surrogates good and bad.
-module(binary_utf16_segments).
-export([main/0]).
-include("check.hrl").

main() ->
    Cs = [0, 65, 16#D7FF, 16#E000, 16#FFFF, 16#10000, 16#1F600, 16#10FFFF],
    [io:format("~w ~w ~w~n", [C, <<C/utf16>>, <<C/utf16-little>>]) || C <- Cs],
    io:format("~w~n", [[C || <<C/utf16>> <= << <<C/utf16>> || C <- Cs >>]]),
    io:format("~w~n", [[C || <<1:1, C/utf16-little>> <= << <<1:1, C/utf16-little>> || C <- Cs >>]]),
    Bad = [<<16#D800:16>>, <<16#DC00:16>>, <<16#D800:16, 65:16>>, <<16#D800:16, 16#D800:16>>, <<16#DBFF:16, 16#DC>>, <<65>>, <<>>],
    [io:format("~w ~w ~w~n", [B, big(B), little(B)]) || B <- Bad],
    [io:format("~w ~w~n", [X, catch <<X/utf16>>] ) || X <- [65]],
    [io:format("~w ~w~n", [X, error_info(fun() -> <<1, X/utf16>> end)]) || X <- [-1, 16#D800, 16#DFFF, 16#110000, a]].

big(<<C/utf16, R/binary>>) -> {C, R};
big(_) -> nomatch.
little(<<_/utf16-little, R/binary>>) -> R;
little(_) -> nomatch.
