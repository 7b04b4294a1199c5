%% re:split and re:replace.
-module(binary_re_split_replace).
-export([main/0]).

main() ->
    S = "The quick, brown  fox",
    [io:format("~p ~p ~p~n", [P, O, re:split(S, P, O)])
     || P <- ["[ ,]+", "o", "x$", "", "(q)(u)"], O <- [[], [{return, list}], [trim, {return, list}], [{parts, 2}], [group, {return, list}], [{parts, 3}, trim, {return, binary}]]],
    [io:format("~p ~p ~p~n", [P, R, re:replace(S, P, R, [global, {return, list}])])
     || {P, R} <- [{"o", "0"}, {"(\\w)(\\w*)", "\\2\\1"}, {"[a-z]", "<&>"}, {"x", "\\\\&"}, {"q(u)", "\\g1\\g{1}"}, {"$", "!"}, {"", "-"}]],
    io:format("~p ~p~n", [re:replace(S, "o", "0"), iolist_to_binary(re:replace(S, "z", "0"))]),
    Big = binary:copy(<<"alpha beta 12345 ">>, 20000),
    io:format("~w~n", [length(re:split(Big, "\\s+"))]),
    io:format("~w~n", [erlang:md5(re:replace(Big, "\\d+", <<"#">>, [global]))]),
    {match, Ms} = re:run(Big, "(\\w+) (\\d+)", [global, {capture, all_but_first, binary}]),
    io:format("~w ~w~n", [length(Ms), lists:last(Ms)]).
