%% What binary:match, matches, split, replace and compile_pattern refuse.
-module(binary_matches_errors).
-export([main/0]).

main() ->
    S = <<"subject">>,
    Ps = [<<>>, [], [<<>>], [<<"a">>, <<>>], a, "abc", [<<"a">> | b], <<1:3>>, {bm, make_ref()}, {ac, 1}, {bm, element(2, binary:compile_pattern([<<"a">>, <<"b">>]))}],
    [io:format("~w ~w~n", [N, c(F)]) || {N, P} <- lists:zip(lists:seq(1, length(Ps)), Ps),
                                         F <- [fun() -> binary:match(S, P) end, fun() -> binary:matches(S, P, []) end,
                                               fun() -> binary:split(S, P) end, fun() -> binary:compile_pattern(P) end]],
    Os = [a, [a], [{scope, {0, 8}}], [{scope, {-1, 1}}], [{scope, a}], [{scope, {0, 1}, 2}], [global, {scope, {0, 1}} | x], [trim], [{scope, {7, 0}}]],
    [io:format("~w ~w ~w~n", [O, c(fun() -> binary:match(S, <<"s">>, O) end), c(fun() -> binary:split(S, <<"b">>, O) end)]) || O <- Os],
    [io:format("~w~n", [c(fun() -> binary:match(X, <<"s">>) end)]) || X <- [a, <<1:1>>, "list"]],
    io:format("~w ~w~n", [c(fun() -> binary:replace(S, <<"b">>, a) end), c(fun() -> binary:replace(S, <<"b">>, <<"x">>, [{insert_replaced, 9}]) end)]).

c(F) -> try F() catch C:R:Trace -> [{M, N, _, I} | _] = Trace, {C, R, M, N, proplists:get_value(error_info, I)} end.
