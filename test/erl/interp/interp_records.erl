-module(interp_records).
-export([main/0]).

%% Records: making, matching, updating one and many fields, wrong ones.
-record(point, {x = 0, y = 0, label}).
-record(line, {from = #point{}, to, width = 1.0}).
-include("check.hrl").

main() ->
    P = #point{x = 1},
    Q = P#point{y = 2, label = "q"},
    L = #line{to = Q},
    io:format("~p~n", [[P, Q, L, L#line{from = P}, L#line{width = 2, to = P#point{x = 5}}]]),
    io:format("~p~n", [[P#point.x, Q#point.label, (L#line.to)#point.y, #point.y]]),
    io:format("~p~n", [[what(X) || X <- [P, Q, L, {point, 1}, {point, 1, 2, 3}, point, {line}]]]),
    io:format("~p~n", [[caught(F) || F <- [fun() -> (id(L))#point.x end, fun() -> (id(x))#point{x = 1} end,
                                           fun() -> (id({point, 1, 2}))#point{y = 1} end]]]),
    io:format("~p~n", [lists:foldl(fun(I, A) -> A#point{x = I, y = A#point.x + A#point.y} end, #point{}, lists:seq(1, 50))]),
    io:format("~p~n", [is_record(id(P), point)]),
    io:format("~p~n", [[is_record(id(X), point, 4) || X <- [P, L, 1]]]).

what(#point{x = X, y = 0}) -> {on_axis, X};
what(#point{label = undefined} = P) -> {plain, P#point.x};
what(#point{label = L}) -> {label, L};
what(#line{to = #point{x = X}}) -> {to, X};
what(_) -> none.
