%% utf8 segments: every length, bad sequences, odd offsets.
-module(binary_utf8_segments).
-export([main/0]).
-include("check.hrl").

main() ->
    Cs = [0, 1, 127, 128, 2047, 2048, 16#D7FF, 16#E000, 16#FFFF, 16#10000, 16#10FFFF],
    [io:format("~w ~w~n", [C, <<C/utf8>>]) || C <- Cs],
    All = << <<C/utf8>> || C <- Cs >>,
    io:format("~w~n", [[C || <<C/utf8>> <= All]]),
    io:format("~w~n", [[C || <<5:3, C/utf8>> <= << <<5:3, C/utf8>> || C <- Cs >>]]),
    Bad = [<<128>>, <<192, 128>>, <<193, 191>>, <<194>>, <<194, 65>>, <<224, 128, 128>>, <<224, 160>>, <<237, 160, 128>>,
           <<237, 191, 191>>, <<240, 128, 128, 128>>, <<240, 144, 128>>, <<244, 144, 128, 128>>, <<245, 128, 128, 128>>,
           <<255>>, <<254, 128>>, <<226, 130, 200>>, <<226, 40, 161>>],
    [io:format("~w ~w ~w~n", [B, fetch(B), skip(B)]) || B <- Bad],
    io:format("~w ~w~n", [fetch(<<195, 169, 7>>), skip(<<195, 169, 7>>)]),
    [io:format("~w ~w~n", [X, error_info(fun() -> <<X/utf8>> end)]) || X <- [-1, 16#D800, 16#DFFF, 16#110000, 1 bsl 70, a, 1.0, <<65>>]],
    Many = << <<C/utf8>> || _ <- lists:seq(1, 1000), C <- Cs >>,
    io:format("~w ~w~n", [byte_size(Many), count(Many, 0)]).

fetch(<<C/utf8, R/binary>>) -> {C, R};
fetch(_) -> nomatch.
skip(<<_/utf8, R/binary>>) -> R;
skip(_) -> nomatch.
count(<<_/utf8, R/binary>>, N) -> count(R, N + 1);
count(<<>>, N) -> N.
