%% Floats of 16, 32 and 64 bits, both byte orders, at odd offsets; integers as floats.
-module(binary_floats).
-export([main/0]).

main() ->
    Vs = [0.0, -0.0, 1.0, -1.5, 3.14159, 65504.0, 1.0e-5, 6.0e-8, 5.9604644775390625e-8, 2.980232238769531e-8,
          6.1e-5, 2048.0, 2049.0, 2050.5, 1.0e10, 1.0e-40, 3.4028234e38, 1.7976931348623157e308, 5.0e-324],
    [io:format("~w ~w ~w ~w~n", [V, N, <<V:N/float>>, <<V:N/float-little>>]) || V <- Vs, N <- [16, 32, 64]],
    [io:format("~w ~w ~w~n", [V, N, back(N, V)]) || V <- Vs, N <- [32, 64], abs(V) < 3.4e38],
    [io:format("~w ~w~n", [I, <<I:64/float, I:32/float, I:16/float>>]) || I <- [0, 1, -7, 1 bsl 53 + 1, 1 bsl 64, -(1 bsl 70)]],
    <<Z:0/float>> = <<>>,
    io:format("~w~n", [Z]).

back(N, V) ->
    <<1:1, X:N/float, 3:5, Y:N/float-little>> = <<1:1, V:N/float, 3:5, V:N/float-little>>,
    {X, Y}.
