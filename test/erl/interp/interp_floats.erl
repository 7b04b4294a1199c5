-module(interp_floats).
-export([main/0]).
-include("check.hrl").

%% Float instructions: results, overflow, mixing with integers of any size, comparison, rounding.
main() ->
    io:format("~p~n", [[A + B || A <- values(), B <- values()]]),
    io:format("~p~n", [[A * B - A / B || A <- values(), B <- values(), B /= 0]]),
    io:format("~p~n", [[{trunc(X), round(X), floor(X), ceil(X), abs(X), -X} || X <- [1.5, -1.5, 2.5, 0.49, -0.5, 1.0e15, -1.0e20]]]),
    io:format("~p~n", [poly(1.5, 100, 0.0)]),
    io:format("~p~n", [[caught(F) || F <- [fun() -> id(1.0e308) * 10 end, fun() -> id(1.0) / id(0) end,
                                           fun() -> id(1.0) / id(0.0) end, fun() -> id(a) / 2 end,
                                           fun() -> float(id(1 bsl 2000)) end, fun() -> id(1.0e308) + id(1.0e308) end,
                                           fun() -> id(1 bsl 1100) * 1.0 end]]]),
    io:format("~p~n", [[compare(A, B) || A <- [1, 1.0, 2, 1.5, 1 bsl 60, float(1 bsl 60), (1 bsl 60) + 1],
                                         B <- [1, 1.0, 1.5, 1 bsl 60, float(1 bsl 60)]]]),
    io:format("~p~n", [mean([1, 2.5, 3, 4.0e3])]).

values() -> [0, 1, -3, 0.5, -2.25, 1.0e100, 1 bsl 64].

poly(_, 0, S) -> S;
poly(X, N, S) -> poly(X, N - 1, S * 0.5 + X / (N + 0.25) - 1).

compare(A, B) -> {A < B, A == B, A =:= B, A >= B}.

mean(L) -> mean(L, 0, 0).
mean([], S, N) -> S / N;
mean([H | T], S, N) -> mean(T, S + H, N + 1).
