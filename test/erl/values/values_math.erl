-module(values_math).
-export([main/0]).
-include("check.hrl").

main() ->
    One = [acos, acosh, asin, asinh, atan, atanh, cos, cosh, erf, erfc, exp, log, log10, log2, sin, sinh, sqrt, tan, tanh, ceil, floor],
    [io:format("~p ~s~n", [F, [[r(F, [X]), 32] || X <- [0, 0.5, 1, -1, 2, 10, -0.5, 1.0e10, 1000, -1000]]]) || F <- One],
    [io:format("~p ~s~n", [F, [[r(F, [X, Y]), 32] || X <- [0, 1, -1, 2.5, 10], Y <- [0, 1, -1, 2.5, 3]]]) || F <- [atan2, pow, fmod]],
    io:format("~p~n", [[ended(F) || F <- [fun() -> math:sqrt(x(a)) end, fun() -> math:sqrt(x(-1)) end, fun() -> math:log(x(0)) end, fun() -> math:exp(x(1000)) end, fun() -> math:pow(x(a), 1) end,
        fun() -> math:fmod(1, x(0)) end, fun() -> math:sin(x(1) bsl 2000) end, fun() -> math:acos(x(2)) end, fun() -> math:pow(0, x(-1)) end, fun() -> math:atanh(x(1)) end]]]),
    io:format("~w~n", [[math:pi(), math:sqrt(2), math:sqrt(1 bsl 200), math:floor(-1.5), math:ceil(-1.5), math:floor(7), math:fmod(-7, 3)]]).

x(X) -> X.

r(F, As) -> try float_to_list(apply(math, F, As), [{scientific, 12}]) catch error:E -> atom_to_list(E) end.
