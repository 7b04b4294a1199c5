%% Units of binaries and integers, and what a size times a unit refuses.
-module(binary_units).
-export([main/0]).
-include("check.hrl").

main() ->
    B = list_to_binary(lists:seq(0, 63)),
    [io:format("~w ~w~n", [N, unit3(N, B)]) || N <- [0, 1, 5, 8, 170, 171, -1, a]],
    [io:format("~w ~w~n", [N, unit16(N, B)]) || N <- [0, 1, 16, 32, 33]],
    io:format("~w ~w ~w~n", [rest24(B), rest24(<<1, 2, 3>>), rest24(<<>>)]),
    io:format("~w~n", [<<(id(1)):(id(3))/unit:7>>]),
    io:format("~w~n", [<<(id(<<1, 2, 3>>)):(id(2))/binary-unit:9>>]),
    [io:format("~w ~w~n", [X, error_info(fun() -> <<0, (id(X))/binary-unit:16>> end)]) || X <- [<<1, 2>>, <<1>>, <<1:4>>, <<>>]].

unit3(N, B) -> case B of <<X:N/unit:3, _/bits>> -> X; _ -> nomatch end.
unit16(N, B) -> case B of <<X:N/binary-unit:16, _/bits>> -> byte_size(X); _ -> nomatch end.
rest24(B) -> case B of <<X/binary-unit:24>> -> {ok, X}; _ -> nomatch end.
