%% utf32 segments.
-module(binary_utf32_segments).
-export([main/0]).
-include("check.hrl").

main() ->
    Cs = [0, 65, 16#D7FF, 16#E000, 16#FFFF, 16#10FFFF],
    [io:format("~w ~w ~w~n", [C, <<C/utf32>>, <<C/utf32-little>>]) || C <- Cs],
    io:format("~w~n", [[C || <<C/utf32-little>> <= << <<C/utf32-little>> || C <- Cs >>]]),
    io:format("~w~n", [[C || <<0:7, C/utf32>> <= << <<0:7, C/utf32>> || C <- Cs >>]]),
    [io:format("~w ~w~n", [B, fetch(B)]) || B <- [<<16#D800:32>>, <<16#110000:32>>, <<-1:32>>, <<0, 0, 0>>, <<65:32, 1>>]],
    [io:format("~w ~w~n", [X, error_info(fun() -> <<X/utf32>> end)]) || X <- [-1, 16#D800, 16#110000, 1 bsl 40, a]].

fetch(<<C/utf32, R/binary>>) -> {C, R};
fetch(_) -> nomatch.
