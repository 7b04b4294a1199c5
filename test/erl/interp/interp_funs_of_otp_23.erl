%% skip OTP 27: its compiler no longer has the option r23
%% skip OTP 29: its compiler no longer has the option r23
-module(interp_funs_of_otp_23).
-export([main/0]).
-compile(r23).
-include("check.hrl").

%% Code compiled for OTP 23 makes its funs by another instruction.
main() ->
    Values = [id(N) || N <- lists:seq(1, 3)],
    [A, B, C] = Values,
    Funs = [fun() -> {A, B, C} end, fun() -> none end, fun(X) -> A + X end],
    io:format("~p~n", [[erlang:fun_info(F, arity) || F <- Funs]]),
    [One, None, Sum] = Funs,
    io:format("~p ~p ~p~n", [One(), None(), Sum(4)]),
    io:format("~p~n", [lists:sum([F(N) || N <- lists:seq(1, 20000), F <- [fun(X) -> X + A + length(Values) end]])]).
