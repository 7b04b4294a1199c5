%% Integers become floats as in the release in use: rounded once from OTP 29 on, a rounding for each 64 bits before.
-module(values_big_to_float).
-export([main/0]).

main() ->
    Integers = [428654966685883400000, 38409289721754710000, 34784104853086640000, 385269108828434300000, 96874578115970900000,
                252558769001389900000, 26465126867694860000, 1 bsl 53 + 1, 1 bsl 64 - 1, 1 bsl 64, 1 bsl 64 + 1 bsl 11,
                1 bsl 64 + 1 bsl 11 + 1, 1 bsl 128 + 1 bsl 75, 1 bsl 128 + 1 bsl 75 + 1, 3 bsl 127 + 1 bsl 75,
                1 bsl 1024 - 1 bsl 970 - 1, 1 bsl 1024 - 1 bsl 971, 1 bsl 1000 + 7],
    [io:format("~w ~w ~w~n", [words(fun() -> float(I) end), words(fun() -> -1.0 * I end), written(I)]) || I <- Integers],
    [io:format("~w ~w~n", [words(fun() -> float(I) end), written(I)]) || I <- [1 bsl 1024 - 1, 1 bsl 1024, -(1 bsl 5000)]].

words(F) ->
    try <<(F())/float>> of <<Word:64>> -> Word
    catch error:Reason -> Reason
    end.

written(I) ->
    try <<I/float>> of <<Word:64>> -> Word
    catch error:Reason -> Reason
    end.
