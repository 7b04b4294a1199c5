-module(interp_cases).
-export([main/0]).
-include("check.hrl").

%% case, if and match: what falls through, what is bound, and the errors of each.
main() ->
    io:format("~p~n", [[classify(X) || X <- [0, 5, -5, 5.5, a, [], [1, 2], {ok, 1}, {error, x}, {a, b, c}, "str"]]]),
    io:format("~p~n", [[fails(fun() -> no_case(X) end) || X <- [1, {2}]]]),
    io:format("~p~n", [fails(fun() -> no_if(id(3)) end)]),
    io:format("~p~n", [fails(fun() -> {A, A} = id({1, 2}), A end)]),
    io:format("~p~n", [fails(fun() -> [H | _] = id([]), H end)]),
    io:format("~p~n", [fails(fun() -> 1 = id(1.0) end)]),
    io:format("~p~n", [fails(fun() -> clause(id(z), id("w")) end)]),
    io:format("~p~n", [same(id({x, [y]}), id({x, [y]}))]),
    io:format("~p~n", [begin {X, [Y | Z], #{k := V}} = id({1, [2, 3], #{k => 4}}), {V, Z, Y, X} end]),
    io:format("~p~n", [maybe_bound(id(a))]).

classify(X) ->
    case X of
        0 -> zero;
        N when is_integer(N), N > 0 -> positive;
        N when is_integer(N) -> negative;
        N when is_float(N) -> float;
        [] -> empty;
        [C | _] when C > 64 -> text;
        [_ | _] = L -> {list, length(L)};
        {ok, V} -> V;
        {error, _} = E -> E;
        T when is_tuple(T) -> tuple_size(T);
        _ -> other
    end.

no_case(X) -> case X of a -> b end.
no_if(X) -> if X < 3 -> less end.
clause(a, _) -> ok.
same(X, X) -> yes;
same(_, _) -> no.
maybe_bound(X) -> case X of a -> Y = 1; _ -> Y = 2 end, Y.

fails(F) -> try F() of V -> {value, V} catch C:R -> {C, R} end.
