%% Infinities and NaN do not match; what does not fit becomes infinite.
-module(binary_float_specials).
-export([main/0]).
-include("check.hrl").

main() ->
    Pats = [<<16#7FF0000000000000:64>>, <<16#FFF0000000000000:64>>, <<16#7FF8000000000000:64>>, <<16#7FF0000000000001:64>>,
            <<16#7FEFFFFFFFFFFFFF:64>>, <<16#7F800000:32>>, <<16#7FC00000:32>>, <<16#FF800000:32>>, <<16#7F7FFFFF:32>>,
            <<16#7C00:16>>, <<16#FC01:16>>, <<16#7BFF:16>>, <<1:16>>, <<16#8000:16>>],
    [io:format("~w ~w ~w~n", [P, big(P), little(P)]) || P <- Pats],
    io:format("~w~n", [<<(id(1.0e300)):32/float>>]),
    io:format("~w~n", [<<(id(-1.0e300)):16/float>>]),
    io:format("~w~n", [<<(id(65519.99)):16/float>>]),
    io:format("~w~n", [<<(id(65520.0)):16/float>>]),
    try <<(id(1 bsl 2000)):64/float>> catch C:R:S -> io:format("~w ~w ~P~n", [C, R, element(4, hd(S)), 12]) end,
    try <<(id(1.0)):(id(17))/float>> catch C2:R2 -> io:format("~w ~w~n", [C2, R2]) end,
    [io:format("~w ~w~n", [N, catch size_of(N)]) || N <- [0, 8, 15, 16, 24, 32, 63, 64, 65]].

size_of(N) -> <<F:N/float, _/bits>> = id(<<16#3C00:16, 0:64>>), F.
big(<<F:64/float>>) -> F;
big(<<F:32/float>>) -> F;
big(<<F:16/float>>) -> F;
big(_) -> nomatch.
little(<<F:64/float-little>>) -> F;
little(<<F:32/float-little>>) -> F;
little(<<F:16/float-little>>) -> F;
little(_) -> nomatch.
