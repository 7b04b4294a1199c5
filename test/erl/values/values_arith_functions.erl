-module(values_arith_functions).
-export([main/0]).

main() ->
    Vs = [0, 1, -3, 7.5, 1 bsl 70, -0.0, 2.0],
    Two = ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bsl', 'bsr', '<', '>', '=<', '>=', '==', '/=', '=:=', '=/=', max, min],
    [io:format("~p(~p, ~p) = ~p~n", [F, A, B, t(F, [A, B])]) || F <- Two, A <- Vs, B <- Vs],
    [io:format("~p(~p) = ~p~n", [F, A, t(F, [A])]) || F <- ['+', '-', 'bnot', abs, float, round, trunc, ceil, floor], A <- Vs],
    [io:format("~p ~p ~p ~p~n", [F, A, B, t(F, [A, B])]) || F <- ['and', 'or', 'xor'], A <- [true, false, x], B <- [true, false, 1]],
    [io:format("not ~p ~p~n", [A, t('not', [A])]) || A <- [true, false, x]],
    ok.

t('bsl', [_, B]) when is_integer(B), B > 1000 -> skipped;
t(F, As) -> try apply(erlang, F, As) catch error:E -> E end.
