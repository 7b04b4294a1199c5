%% binary:split: global, trim, trim_all, scope, several patterns, big input.
-module(binary_split).
-export([main/0]).

main() ->
    Ss = [<<>>, <<",">>, <<",,">>, <<"a">>, <<"a,">>, <<",a">>, <<"a,b,,c,,">>, <<",,a,;b;,c">>],
    Os = [[], [trim], [trim_all], [global], [global, trim], [global, trim_all], [trim, global, trim_all]],
    [io:format("~p ~w ~p~n", [S, O, binary:split(S, <<",">>, O)]) || S <- Ss, O <- Os],
    [io:format("~p ~p~n", [S, binary:split(S, [<<",">>, <<";">>, <<",;">>], [global])]) || S <- Ss],
    [io:format("~w ~p~n", [Sc, binary:split(<<"a,b,c,d">>, <<",">>, [global, {scope, Sc}])]) || Sc <- [{0, 7}, {2, 3}, {7, -4}, {0, 1}, {1, 1}]],
    Big = binary:copy(<<"some words and a line\n">>, 50000),
    Parts = binary:split(Big, <<"\n">>, [global, trim]),
    io:format("~w ~p~n", [length(Parts), hd(Parts)]),
    Words = binary:split(Big, [<<" ">>, <<"\n">>], [global, trim_all]),
    io:format("~w ~w~n", [length(Words), erlang:phash2(Words)]).
