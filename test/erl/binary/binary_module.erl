%% Module binary: at, first, last, copy, common prefixes and suffixes.
-module(binary_module).
-export([main/0]).
-include("check.hrl").

main() ->
    B = <<"abcdef">>,
    [io:format("~w ~w~n", [N, caught(fun() -> binary:at(B, N) end)]) || N <- [0, 5, 6, -1, a, 1 bsl 64]],
    io:format("~w ~w ~w ~w~n", [binary:first(B), binary:last(B), caught(fun() -> binary:first(<<>>) end), caught(fun() -> binary:last(<<1:7>>) end)]),
    [io:format("~w ~w~n", [N, caught(fun() -> binary:copy(<<1, 2, 3>>, N) end)]) || N <- [0, 1, 2, 7, -1, a, 1 bsl 64]],
    Huge = binary:copy(<<"0123456789">>, 1000000),
    io:format("~w ~w~n", [byte_size(Huge), erlang:md5(Huge)]),
    <<_:1, U/bits>> = <<0:1, Huge/binary>>,
    io:format("~w~n", [erlang:md5(binary:copy(U)) =:= erlang:md5(Huge)]),
    Ls = [[B], [B, <<"abcxyz">>], [B, <<"abc">>, <<"ab">>], [<<"x">>, <<"y">>], [<<>>, B], [Huge, <<Huge/binary, 1>>], [], a, [B | a], [B, a], [B, <<1:1>>]],
    [io:format("~w ~w~n", [caught(fun() -> binary:longest_common_prefix(L) end), caught(fun() -> binary:longest_common_suffix(L) end)]) || L <- Ls],
    io:format("~w~n", [binary:longest_common_suffix([<<"fooabc">>, <<"abc">>, <<"xbc">>])]),
    io:format("~w ~w~n", [binary:list_to_bin([1, [2 | <<3>>]]), binary:bin_to_list(<<1, 2>>)]).
