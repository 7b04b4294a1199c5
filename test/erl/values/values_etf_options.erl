-module(values_etf_options).
-export([main/0]).
-include("check.hrl").

main() ->
    io:format("~p~n", [[caught(fun() -> term_to_binary(a, O) end) || O <- [[], [compressed], [{compressed, 10}], [{compressed, -1}], [{compressed, a}], [{minor_version, 3}], [{minor_version, -1}],
        [{minor_version, a}], [x], x, [compressed | x], [deterministic], [{minor_version, 1}, {minor_version, 2}], [{x, 1}]]]]),
    io:format("~p~n", [[caught(fun() -> erlang:external_size(a, O) end) || O <- [[], [{minor_version, 0}], [{minor_version, 2}], [{minor_version, 7}], [compressed], x]]]),
    M = maps:from_list([{{I}, I} || I <- lists:seq(1, 1000)]),
    D = term_to_binary(M, [deterministic]),
    io:format("~p~n", [erlang:md5(D)]),
    D = term_to_binary(maps:from_list(lists:reverse(maps:to_list(M))), [deterministic]),
    true = M =:= binary_to_term(D),
    N = #{big => M, list => [M, M], deep => #{M => M}},
    io:format("~p~n", [erlang:md5(term_to_binary(N, [deterministic]))]),
    true = N =:= binary_to_term(term_to_binary(N)).
