%% binary:replace and what it makes of insert_replaced.
-module(binary_replace).
-export([main/0]).

main() ->
    S = <<"one two one two">>,
    io:format("~p~n", [binary:replace(S, <<"one">>, <<"1">>)]),
    io:format("~p~n", [binary:replace(S, <<"one">>, <<"1">>, [global])]),
    io:format("~p~n", [binary:replace(S, [<<"one">>, <<"two">>], <<"[]">>, [global, {insert_replaced, 1}])]),
    io:format("~p~n", [binary:replace(S, <<"two">>, <<"<>">>, [global, {insert_replaced, [0, 1, 2]}])]),
    io:format("~p~n", [binary:replace(S, <<"o">>, <<>>, [global])]),
    io:format("~p~n", [binary:replace(S, <<"x">>, <<"y">>, [global])]),
    io:format("~p~n", [binary:replace(S, <<"two">>, <<"2">>, [global, {scope, {0, 8}}])]),
    Big = binary:copy(<<"ab">>, 100000),
    io:format("~w~n", [erlang:md5(binary:replace(Big, <<"b">>, <<"cc">>, [global]))]).
