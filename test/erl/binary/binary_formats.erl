%% io_lib over binaries and bitstrings.
-module(binary_formats).
-export([main/0]).

main() ->
    Bs = [<<>>, <<"text">>, <<"tab\t\"q\" \\ ">>, <<1, 2, 3>>, <<"é"/utf8>>, <<233>>, <<5:3>>, <<"abc", 5:3>>, <<0, "x">>, binary:copy(<<"long ">>, 30), list_to_binary(lists:seq(0, 60))],
    [io:format("~p~n~w~n~tp~n~P~n", [B, B, B, B, 8]) || B <- Bs],
    [io:format("~s|~10s|~-10s|~.2s~n", [B, B, B, B]) || B <- [<<"abc">>, <<>>, [<<"x">>, "yz"]]],
    io:format("~ts ~ts~n", [<<"h€y"/utf8>>, [<<"é"/utf8>>, 8364]]),
    io:format("~p~n", [{<<"in">>, [<<"a">>, <<200>>], #{<<"k">> => <<"v">>}}]).
