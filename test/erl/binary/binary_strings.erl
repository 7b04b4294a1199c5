%% Module string over big and mixed input.
-module(binary_strings).
-export([main/0]).

main() ->
    S = <<"Straße ΑΣ İstanbul ǆ ŉ"/utf8>>,
    [io:format("~w ~w~n", [F, unicode:characters_to_list(string:F(S))]) || F <- [uppercase, lowercase, titlecase, casefold, reverse]],
    io:format("~w ~w~n", [string:length(S), string:equal("STRASSE", <<"straße"/utf8>>, true)]),
    Big = lists:duplicate(20000, [<<"word, ">>, "und "]),
    Toks = string:lexemes(Big, ", "),
    io:format("~w ~w~n", [length(Toks), erlang:phash2(lists:map(fun unicode:characters_to_binary/1, Toks))]),
    io:format("~p~n", [string:split("a--b--c", "--", all)]),
    io:format("~p ~p~n", [string:trim(<<"  x \n">>), string:pad("ab", 5, both, $*)]),
    io:format("~w~n", [erlang:md5(unicode:characters_to_binary(string:replace(Big, "und", <<"&">>, all)))]),
    io:format("~p ~p ~p~n", [string:find("hello", "l", trailing), string:prefix(<<"prefix">>, "pre"), string:slice(<<"añb"/utf8>>, 1, 1)]),
    io:format("~p ~p~n", [string:to_integer("12ab"), string:to_float(<<"3.5x">>)]).
