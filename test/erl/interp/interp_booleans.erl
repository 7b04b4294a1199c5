-module(interp_booleans).
-export([main/0]).

%% and, or, xor, not, andalso, orelse with booleans and with anything else.
main() ->
    V = [true, false, 1, a],
    [io:format("~p~n", [{A, B, f(fun() -> A and B end), f(fun() -> A or B end), f(fun() -> A xor B end),
                         f(fun() -> A andalso B end), f(fun() -> A orelse B end)}]) || A <- V, B <- V],
    [io:format("~p~n", [{A, f(fun() -> not A end)}]) || A <- V],
    io:format("~p~n", [[{X, X > 1 andalso X < 4, X == 1 orelse X == 5, not (X == 2), (X > 1) xor (X > 3)} || X <- [1, 2, 3, 4, 5]]]),
    io:format("~p~n", [[guard(A, B) || A <- [true, false, x], B <- [true, false, x]]]),
    io:format("~p~n", [[value(X) || X <- [1, 2, 1.0, a, [], {}]]]).

f(F) -> try F() catch error:R -> {error, R} end.

guard(A, B) when A, B -> both;
guard(A, B) when A; B -> one;
guard(A, _) when not A -> not_first;
guard(_, _) -> none.

value(X) -> {X =:= 1, X == 1, X =/= a, X < a, X >= [], is_atom(X) or is_list(X)}.
