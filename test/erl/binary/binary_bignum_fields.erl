%% Fields wider than any machine word.
-module(binary_bignum_fields).
-export([main/0]).

main() ->
    [check(N) || N <- [65, 100, 1000, 4096, 9999, 100000]],
    N = 33554368,                       % the widest integer there is
    B = <<1:N>>,
    <<One:N>> = B,
    io:format("~w ~w~n", [One, byte_size(B)]),
    io:format("~w~n", [catch begin <<X:(N + 63)>> = <<-1:(N + 63)>>, X band 1 end =/= 0]).

check(N) ->
    V = (1 bsl N) div 3,
    <<X:N>> = <<V:N>>,
    <<Y:N/little>> = <<V:N/little>>,
    <<Z:N/signed>> = <<(-V):N>>,
    <<5:3, W:N/signed-little, 2:2>> = <<5:3, (-V):N/little, 2:2>>,
    io:format("~w ~w ~w ~w ~w ~w~n", [N, X =:= V, Y =:= V, Z =:= W, erlang:phash2(X), erlang:phash2(Z)]).
