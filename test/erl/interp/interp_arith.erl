-module(interp_arith).
-export([main/0]).

%% Integer instructions at the edges of small integers, shifts, and bits of negative numbers.
main() ->
    Edges = [0, 1, -1, 2, (1 bsl 27) - 1, 1 bsl 27, (1 bsl 59) - 1, -(1 bsl 59), (1 bsl 59), -(1 bsl 59) - 1, (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 63)],
    [io:format("~p~n", [[{op(Op, A, B)} || Op <- ['+', '-', '*', 'div', 'rem', 'band', 'bor', 'bxor', '<', '==', '=<']]]) || A <- Edges, B <- Edges],
    [io:format("~p~n", [[A bsl S, A bsr S, A bsl -S]]) || A <- [1, -1, 5, -5, 1 bsl 40, -(1 bsl 70)], S <- [0, 1, 3, 54, 58, 59, 60, 61, 64, 100, -2]],
    io:format("~p~n", [[bnot X || X <- Edges]]),
    io:format("~p~n", [[-X || X <- Edges]]),
    io:format("~p~n", [[{X + 1, X - 1, X * 3, X div 7, X rem 7, X band 255} || X <- Edges]]),
    io:format("~p~n", [[abs(X) || X <- Edges]]),
    io:format("~p~n", [sum(1000000, 0)]),
    io:format("~p~n", [product(200, 1)]),
    io:format("~p~n", [gcd(product(60, 1), product(40, 1) * 59 * 61)]).

op('+', A, B) -> A + B; op('-', A, B) -> A - B; op('*', A, B) -> A * B;
op('div', A, B) -> try A div B catch error:R -> R end;
op('rem', A, B) -> try A rem B catch error:R -> R end;
op('band', A, B) -> A band B; op('bor', A, B) -> A bor B; op('bxor', A, B) -> A bxor B;
op('<', A, B) -> A < B; op('==', A, B) -> A == B; op('=<', A, B) -> A =< B.

sum(0, S) -> S;
sum(N, S) -> sum(N - 1, S + N).
product(0, P) -> P;
product(N, P) -> product(N - 1, P * N).
gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).
