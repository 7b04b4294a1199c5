%% Appending to one binary twice makes two binaries; old ones never change.
-module(memory_binary_append).
-export([main/0]).

main() ->
    Base = grow(<<>>, 1000),
    A = <<Base/binary, "aaa">>,
    B = <<Base/binary, "bbbbb">>,
    C = <<A/binary, "c">>,
    io:format("~p~n", [[byte_size(X) || X <- [Base, A, B, C]]]),
    io:format("~p~n", [[binary:part(X, byte_size(X), -5) || X <- [Base, A, B, C]]]),
    All = [Base | snapshots(Base, 2000, [])],
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(All), lists:sum([byte_size(X) || X <- All])]),
    io:format("~p~n", [erlang:phash2(All)]),
    D = <<B/binary, 3:3>>,
    E = <<D/bitstring, 1:5, Base/binary>>,
    io:format("~p ~p ~p~n", [bit_size(D), byte_size(E), erlang:md5(E)]),
    Self = self(),
    spawn_link(fun() -> Self ! <<A/binary, "other">> end),
    receive X -> io:format("~p~n", [binary:part(X, byte_size(X), -10)]) end,
    F = <<A/binary, "mine!">>,
    io:format("~p~n", [binary:part(F, byte_size(F), -10)]).

grow(B, 0) -> B;
grow(B, N) -> grow(<<B/binary, (integer_to_binary(N))/binary>>, N - 1).

snapshots(_, 0, Acc) -> Acc;
snapshots(B, N, Acc) -> C = <<B/binary, N:16>>, snapshots(C, N - 1, [C | Acc]).
