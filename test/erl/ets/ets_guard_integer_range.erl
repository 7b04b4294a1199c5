%% is_integer/3 in match specifications, and as a function of its own; hibernate/0 is no built-in function.
%% skip OTP 25: is_integer/3 came with OTP 29
%% skip OTP 27: is_integer/3 came with OTP 29
-module(ets_guard_integer_range).
-export([main/0]).
-include("check.hrl").

main() ->
    [p(ets:test_ms({X}, [{{'$1'}, [{is_integer, '$1', 1, 9}], ['$1']}])) || X <- [0, 1, 5, 9, 10, 5.0, x]],
    [p(ets:test_ms({X}, [{{'$1'}, [], [{is_integer, '$1', Low, 9}]}])) || X <- [5, x], Low <- [1, a, 1.0]],
    [p(caught(fun() -> apply(erlang, is_integer, A) end)) || A <- [[5, 1, 9], [x, 1, 9], [x, a, 9], [5, 1.0, 9]]],
    p([erlang:is_builtin(erlang, F, A) || {F, A} <- [{is_integer, 3}, {hibernate, 0}, {hibernate, 3}]]).
