%% Records, in code of every optimisation: made, changed, tested, refused.
-module(code_records).
-export([main/0]).
-record(r, {a, b = 2, c = [], d, e, f, g = <<"x">>}).
-include("check.hrl").

main() ->
    R = #r{a = id(1)},
    io:format("~p~n", [R]),
    io:format("~p~n", [R#r{b = id(3), d = R}]),
    io:format("~p~n", [(R#r{a = x, b = y, c = z, d = u, e = v, f = w, g = q})#r.f]),
    io:format("~p~n", [[catch_error(fun() -> (id(X))#r.a end) || X <- [R, {r, 1}, {s, 1, 2, 3, 4, 5, 6, 7}, r, []]]]),
    io:format("~p~n", [[is_record(X, r) || X <- [R, {r, 1}, {s, 1, 2, 3, 4, 5, 6, 7}, r, []]]]),
    io:format("~p~n", [catch_error(fun() -> (id({x}))#r{a = 1} end)]),
    Big = lists:foldl(fun(I, Acc) -> Acc#r{a = I, b = Acc#r.a} end, R, lists:seq(1, 10000)),
    io:format("~p~n", [{Big#r.a, Big#r.b}]),
    io:format("~p~n", [{setelement(3, R, x), R#r.b}]),
    io:format("~p~n", [match(R)]).

match(#r{a = 1, b = B, _ = _}) -> {one, B};
match(#r{}) -> other.

catch_error(F) -> try F() catch C:E -> {C, E} end.
