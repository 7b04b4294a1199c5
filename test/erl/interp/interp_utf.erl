-module(interp_utf).
-export([main/0]).

%% utf8, utf16 and utf32 segments, good and broken, matched, skipped and built.
main() ->
    Codes = [0, $a, 16#7f, 16#80, 16#7ff, 16#800, 16#d7ff, 16#e000, 16#ffff, 16#10000, 16#10ffff],
    [io:format("~p~n", [{C, <<C/utf8>>, <<C/utf16>>, <<C/utf16-little>>, <<C/utf32>>, <<C/utf32-little>>}]) || C <- Codes],
    All = << <<C/utf8>> || C <- Codes >>,
    io:format("~p~n", [[C || <<C/utf8>> <= All] =:= Codes]),
    io:format("~p~n", [[C || <<C/utf16-little>> <= << <<C/utf16-little>> || C <- Codes >>] =:= Codes]),
    [io:format("~p~n", [{B, eight(B)}]) || B <- [<<>>, <<128>>, <<192, 128>>, <<224, 160, 128>>, <<224, 159, 191>>, <<237, 160, 128>>,
                                                <<244, 143, 191, 191>>, <<244, 144, 128, 128>>, <<226, 130>>, <<255>>, <<226, 130, 172, 1>>]],
    [io:format("~p~n", [{B, sixteen(B)}]) || B <- [<<16#d800:16>>, <<16#d800:16, 16#dc00:16>>, <<16#dc00:16>>, <<65:16>>, <<1>>, <<16#d800:16, 65:16>>]],
    [io:format("~p~n", [{B, thirtytwo(B)}]) || B <- [<<65:32>>, <<16#d800:32>>, <<16#110000:32>>, <<1, 2, 3>>]],
    io:format("~p~n", [skip(<<"\x{20ac}xyz"/utf8>>)]),
    io:format("~p~n", [odd(<<1:3, $\x{20ac}/utf8, 2:5>>)]).

eight(<<C/utf8, R/binary>>) -> {C, R};
eight(_) -> no.
sixteen(<<C/utf16, R/binary>>) -> {C, R};
sixteen(_) -> no.
thirtytwo(<<C/utf32, R/binary>>) -> {C, R};
thirtytwo(_) -> no.
skip(<<_/utf8, R/binary>>) -> R.
odd(<<A:3, C/utf8, B:5>>) -> {A, C, B}.
