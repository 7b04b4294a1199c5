%% binary:match and matches: one pattern, many, compiled, scopes.
-module(binary_matches).
-export([main/0]).

main() ->
    S = <<"she sells sea shells by the sea shore; the shells she sells">>,
    Ps = [<<"s">>, <<"she">>, <<"zzz">>, [<<"she">>, <<"shells">>], [<<"sea">>, <<"sells">>, <<"se">>], [<<"e s">>, <<"s s">>, <<"the">>],
          [<<"shells by">>, <<"hell">>, <<"ell">>, <<"s">>], [<<"s">>]],
    [io:format("~p ~p ~p~n", [P, binary:match(S, P), binary:matches(S, P)]) || P <- Ps],
    [true = binary:matches(S, binary:compile_pattern(P)) =:= binary:matches(S, P) || P <- Ps],
    [io:format("~w ~w ~w~n", [Sc, binary:match(S, <<"sh">>, [{scope, Sc}]), binary:matches(S, [<<"ll">>, <<"s">>], [{scope, Sc}])])
     || Sc <- [{0, 10}, {10, 20}, {20, -10}, {0, 0}, {1, 2}, {59, 0}]],
    io:format("~w ~w~n", [binary:matches(<<"aaaaa">>, <<"aa">>), binary:matches(<<"abababab">>, [<<"aba">>, <<"bab">>])]),
    All = [<<X>> || X <- lists:seq(0, 255)],
    io:format("~w ~w~n", [length(binary:matches(S, All)), binary:match(<<255>>, All)]),
    <<_:3, U/bits>> = <<1:3, S/binary>>,
    io:format("~w~n", [binary:matches(U, <<"sea">>)]),
    Big = binary:copy(<<"aaaaaaaaab">>, 200000),
    io:format("~w ~w~n", [length(binary:matches(Big, <<"ab">>)), binary:match(Big, <<"bb">>)]),
    io:format("~w~n", [length(binary:matches(Big, [<<"ba">>, <<"aaaab">>, <<"aab">>]))]),
    Needle = binary:copy(<<"ab">>, 50000),
    Hay = <<(binary:copy(<<"ab">>, 49999))/binary, "aab", Needle/binary>>,
    io:format("~w~n", [binary:match(Hay, Needle)]).
