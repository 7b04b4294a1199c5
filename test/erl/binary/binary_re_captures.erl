%% re: every way to say which groups are wanted, and in which form.
-module(binary_re_captures).
-export([main/0]).
-include("check.hrl").

main() ->
    S = "ABCabcdABC", P = "(A)(?<B>B)?(Z)?(?<N>C)",
    Specs = [all, all_but_first, first, none, all_names, [], [0], [1, 2], ['B', "N"], [<<"N">>, 'none_such'], [3, 9], [4, 0, 4], [b], ["B", 1], foo, [1.0], [-1], [1 | 2], ['N' | x]],
    [io:format("~p ~p ~p~n", [V, T, caught(fun() -> re:run(S, P, [{capture, V, T}]) end)]) || V <- Specs, T <- [index, list, binary]],
    io:format("~p~n", [caught(fun() -> re:run(S, P, [{capture, [1]}]) end)]),
    io:format("~p~n", [caught(fun() -> re:run(S, P, [{capture, all, foo}]) end)]),
    io:format("~p~n", [caught(fun() -> re:run(S, P, [{capture, all_but_first, binary}, global]) end)]),
    D = "(?:(?<X>a)|(?<X>b)|(?<Y>c))",
    [io:format("~p ~p~n", [Sub, re:run(Sub, D, [dupnames, {capture, ['X', 'Y'], binary}])]) || Sub <- ["a", "b", "c"]],
    [io:format("~p ~p~n", [Sub, re:run(Sub, D, [dupnames, {capture, all_names, list}])]) || Sub <- ["a", "b", "c"]],
    {ok, MP} = re:compile(D, [dupnames]),
    io:format("~p ~p~n", [re:inspect(MP, namelist), caught(fun() -> re:inspect(MP, foo) end)]),
    io:format("~p~n", [caught(fun() -> re:inspect({re_pattern, 1, 0, 0, <<"forged">>}, namelist) end)]),
    io:format("~p~n", [re:run(binary:copy(<<"x">>, 200), "x(x)(y)?x", [{capture, all, binary}, {offset, 100}])]).
