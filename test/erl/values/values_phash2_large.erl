-module(values_phash2_large).
-export([main/0]).

main() ->
    L = lists:seq(1, 300000),
    io:format("~p~n", [[erlang:phash2(T) || T <- [L, list_to_tuple(L), maps:from_list([{I, I} || I <- lists:seq(1, 50000)]),
        binary:copy(<<1, 2, 3>>, 1000000), [{I, "text", I * 1.0} || I <- lists:seq(1, 50000)], lists:duplicate(100000, "abc")]]]),
    io:format("~p~n", [[erlang:phash(T, 1000003) || T <- [L, list_to_tuple(lists:seq(1, 1000)), binary:copy(<<9>>, 100000)]]]),
    <<_:5, B/bitstring>> = <<3:5, (binary:copy(<<1, 2, 3, 4>>, 5000))/binary, 1:2>>,
    io:format("~p ~p~n", [erlang:phash2(B), erlang:phash(B, 1 bsl 32)]).
