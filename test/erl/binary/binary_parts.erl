%% split_binary, binary_part, binary:part: sharing, negative lengths, errors.
-module(binary_parts).
-export([main/0]).
-include("check.hrl").

main() ->
    B = list_to_binary(lists:seq(0, 199)),
    [io:format("~w ~w~n", [N, caught(fun() -> {X, Y} = split_binary(B, N), {byte_size(X), byte_size(Y), erlang:phash2(Y)} end)])
     || N <- [0, 1, 64, 65, 199, 200, 201, -1, a, 1 bsl 70]],
    [io:format("~w ~w~n", [R, caught(fun() -> binary:part(B, R) end)])
     || R <- [{0, 0}, {0, 3}, {200, 0}, {200, -2}, {3, -3}, {3, -4}, {199, 2}, {-1, 1}, {1 bsl 60, 1}, {0}, a]],
    io:format("~w~n", [split_binary(<<1, 2, 3:3>>, 1)]),
    io:format("~w~n", [caught(fun() -> binary_part(<<1, 2, 3:3>>, 0, 3) end)]),
    io:format("~w~n", [binary_part(<<1, 2, 3:3>>, 1, 1)]),
    <<_:3, U:20/binary, _/bits>> = B,
    io:format("~w ~w~n", [binary_part(U, 3, 4), element(2, split_binary(U, 18))]),
    io:format("~w ~w~n", [binary:referenced_byte_size(binary:part(B, 10, 100)), binary:referenced_byte_size(binary:copy(binary:part(B, 10, 100)))]).
