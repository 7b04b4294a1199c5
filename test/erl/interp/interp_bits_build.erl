-module(interp_bits_build).
-export([main/0]).

%% Building bitstrings: every type, size and endian; values cut; appending; errors with their causes.
main() ->
    p([<<X:8, X:16/little, X:24/big, X:5>> || X <- [0, 1, 255, 256, -1, 1 bsl 70, -(1 bsl 70)]]),
    p([<<1.5/float, 1.5:32/float, 1.5:16/float, (-0.1):64/float-little, 3/float>>]),
    p([<<"abc", 1:1, "def"/utf8, $\x{20ac}/utf8, $\x{20ac}/utf16, $\x{1f600}/utf16-little, $a/utf32>>]),
    B = id(<<1, 2, 3, 4:4>>),
    p([<<B/bits, B/bits, 0:4>>, <<B:2/binary, 9>>, <<(id(<<5>>))/binary, B/bits>>, <<0:(id(3)), 1:(id(13))>>]),
    p([lists:foldl(fun(I, A) -> <<A/binary, I:16>> end, <<>>, lists:seq(1, 20))]),
    p([byte_size(lists:foldl(fun(I, A) -> <<A/bits, I:7>> end, <<>>, lists:seq(1, 8000)))]),
    p([<< <<(X * 2):16>> || X <- lists:seq(1, 5) >>, << <<X:2>> || <<X:4>> <= <<16#1234:16>> >>]),
    p([shared(id(<<"prefix">>))]),
    p([why(F) || F <- [fun() -> <<(id(a))>> end, fun() -> <<1, (id(a)):16>> end, fun() -> <<1:(id(-1))>> end,
                       fun() -> <<(id(b))/binary>> end, fun() -> <<B/binary>> end, fun() -> <<(id(<<1, 2>>)):3/binary>> end,
                       fun() -> <<(id(x))/float>> end, fun() -> <<1.0:(id(17))/float>> end, fun() -> <<(id(-1))/utf8>> end,
                       fun() -> <<(id(16#d800))/utf16>> end, fun() -> <<(id(16#110000))/utf32>> end,
                       fun() -> <<1:(id(a))>> end, fun() -> <<(id(1.0e300)):32/float>> end]]).

p(L) -> io:format("~p~n", [L]).

%% Two continuations of one binary do not see each other.
shared(P) ->
    A = <<P/binary, "a">>,
    X = <<A/binary, 1>>,
    Y = <<A/binary, 2>>,
    {P, A, X, Y}.

why(F) ->
    try F()
    catch error:R:S -> [{_, _, _, L} | _] = S, {R, maps:get(cause, proplists:get_value(error_info, L, #{}), none)}
    end.
id(X) -> X.
