%% re in Unicode mode.
-module(binary_re_unicode).
-export([main/0]).
-include("check.hrl").

main() ->
    S = <<"Grüße, Ωmega и мир €5"/utf8>>,
    R = fun(P, O) -> io:format("~w ~p ~w~n", [P, O, caught(fun() -> re:run(S, P, O) end)]) end,
    R("ü", [unicode]), R("\\w+", [unicode]), R("\\w+", [unicode, ucp, global]), R("\\p{Greek}+", [unicode, {capture, all, binary}]), R("\\p{Cyrillic}+", [unicode, {capture, all, list}, global]),
    R("Ω", [unicode, caseless]), R("ω", [unicode, caseless, {capture, first, list}]), R("\\x{20ac}\\d", [unicode, {capture, all, list}]), R(".", [unicode, global, {capture, first, index}]),
    R("[α-ωΩ]", [unicode]), R("\\X", [unicode, global]), R("\\p{Lu}", [unicode, global, {capture, first, binary}]), R("[[:alpha:]]+", [unicode, ucp, {capture, first, list}]),
    R(<<"и"/utf8>>, [unicode, {capture, first, binary}]), R("\\bм", [unicode, ucp]), R("\\C", [unicode]),
    io:format("~w~n", [re:run("añb", "ñ", [unicode, {capture, all, list}])]),
    io:format("~w~n", [caught(fun() -> re:run(<<255>>, "x", [unicode]) end)]),
    io:format("~w~n", [caught(fun() -> re:run(<<195, 169>>, "", [unicode, {offset, 1}]) end)]),
    io:format("~w~n", [re:compile(<<255>>, [unicode])]),
    io:format("~w~n", [re:compile("a", [unicode, never_utf])]),
    io:format("~w~n", [re:replace("naïve", "ï", "i", [unicode, {return, list}])]),
    io:format("~w~n", [re:split("añbñc", "ñ", [unicode, {return, list}])]),
    io:format("~w~n", [re:split(S, "\\W+", [unicode, ucp, {return, binary}])]),
    {ok, MP} = re:compile("(é)(?<n>x)?", [unicode]),
    io:format("~w ~w~n", [re:run("caféx", MP, [{capture, all, list}]), re:inspect(MP, namelist)]).
