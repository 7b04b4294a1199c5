-module(values_compare_numbers).
-export([main/0]).

main() ->
    Is = [0, 1, 1 bsl 52, 1 bsl 53, (1 bsl 53) + 1, (1 bsl 53) - 1, (1 bsl 54) + 2, (1 bsl 59) - 1, 1 bsl 59, 1 bsl 63, (1 bsl 64) + 1,
          1 bsl 64, 1 bsl 100, (1 bsl 100) + 1, (1 bsl 100) - 1, 1 bsl 1023, (1 bsl 1024) - 1, 1 bsl 1024, 1 bsl 5000],
    All = Is ++ [-I || I <- Is],
    Fs = [0.0, 1.0, 0.5, 4503599627370496.0, 9007199254740992.0, 9007199254740994.0, 576460752303423488.0,
          9223372036854775808.0, 18446744073709551616.0, 1.2676506002282294e30, 1.7976931348623157e308, 8.98846567431158e307, 5.0e-324],
    Floats = Fs ++ [-F || F <- Fs],
    io:format("~w~n", [[[c(I, F) || F <- Floats] || I <- All]]),
    io:format("~w~n", [lists:sort(Floats)]),
    [true = ((I == F) =:= (F == I)) andalso ((I < F) =:= (F > I)) || I <- All, F <- Floats],
    ok.

c(A, B) -> if A < B -> l; A > B -> g; A == B -> e end.
