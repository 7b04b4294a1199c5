%% Appending in a loop; old versions stay what they were, also when two continue from the same one.
-module(binary_append).
-export([main/0]).
-include("check.hrl").

main() ->
    B = lists:foldl(fun(X, A) -> <<A/binary, X:32>> end, <<>>, lists:seq(1, 50000)),
    io:format("~w ~w~n", [byte_size(B), erlang:md5(B)]),
    Versions = versions(<<>>, 0, []),
    io:format("~w~n", [[{byte_size(V), erlang:phash2(V)} || V <- Versions]]),
    Base = lists:foldl(fun(X, A) -> <<A/binary, X>> end, <<>>, lists:seq(1, 200)),
    Left = <<Base/binary, "left">>,
    Right = <<Base/binary, "right">>,
    Third = <<Left/binary, Base/binary, Left/binary>>,
    io:format("~s ~s ~w ~w~n", [binary:part(Left, 200, 4), binary:part(Right, 200, 5), byte_size(Third), erlang:phash2(Third)]),
    Bits = lists:foldl(fun(X, A) -> <<A/bits, X:3>> end, <<>>, lists:seq(1, 999)),
    io:format("~w ~w~n", [bit_size(Bits), erlang:phash2(Bits)]),
    Empty = lists:foldl(fun(_, A) -> <<A/binary, (id(<<>>))/binary>> end, <<"x">>, lists:seq(1, 10)),
    io:format("~p ~w~n", [Empty, catch <<Bits/binary, 1>>]),
    Failed = try <<Base/binary, (id(a))>> catch error:badarg -> <<Base/binary, "after">> end,
    io:format("~w ~w~n", [byte_size(Failed), byte_size(Base)]).

versions(_, 20, Acc) -> lists:reverse(Acc);
versions(B, N, Acc) -> B1 = <<B/binary, (list_to_binary(lists:duplicate(N * 7, N)))/binary>>, versions(B1, N + 1, [B1 | Acc]).
