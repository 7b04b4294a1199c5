%% Sign extension around every power of two.
-module(binary_integers_signed).
-export([main/0]).

main() ->
    Sizes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 58, 59, 60, 61, 63, 64, 65, 127, 128, 129],
    [io:format("~p ~w~n", [N, [extreme(N, V) || V <- [-(1 bsl (N - 1)), -1, 0, 1, (1 bsl (N - 1)) - 1, 1 bsl (N - 1), 1 bsl N]]])
     || N <- Sizes].

extreme(N, V) ->
    <<S:N/signed>> = <<V:N>>,
    <<L:N/signed-little>> = <<V:N/little>>,
    <<U:N>> = <<V:N>>,
    <<7:3, M:N/signed, _/bits>> = <<7:3, V:N, 5:3>>,
    true = S =:= L,
    true = S =:= M,
    {S, U}.
