-module(interp_bigs).
-export([main/0]).

%% Arithmetic on integers of hundreds of digits in ordinary code.
main() ->
    F = factorial(100),
    io:format("~p~n", [F]),
    io:format("~p~n", [F div factorial(98)]),
    io:format("~p~n", [fibonacci(300)]),
    io:format("~p~n", [power(3, 400) rem power(10, 50)]),
    io:format("~p~n", [[power(2, 100) - 1, -power(2, 100), power(2, 100) bsr 90, power(2, 100) band 16#ffff0000ffff, bnot power(2, 70)]]),
    io:format("~p~n", [isqrt(power(10, 60))]),
    io:format("~p~n", [length(integer_to_list(power(7, 5000)))]),
    io:format("~p~n", [modpow(123456789, power(2, 127) - 1, power(2, 89) - 1)]),
    io:format("~p~n", [[is_prime(N) || N <- [power(2, 61) - 1, power(2, 61) + 1, power(2, 89) - 1]]]),
    io:format("~p~n", [[X == float(X) || X <- [power(2, 53), power(2, 53) + 1, power(2, 100)]]]).

factorial(0) -> 1;
factorial(N) -> N * factorial(N - 1).
fibonacci(N) -> fibonacci(N, 0, 1).
fibonacci(0, A, _) -> A;
fibonacci(N, A, B) -> fibonacci(N - 1, B, A + B).
power(_, 0) -> 1;
power(B, N) when N rem 2 =:= 0 -> H = power(B, N div 2), H * H;
power(B, N) -> B * power(B, N - 1).
isqrt(N) -> isqrt(N, N).
isqrt(N, X) -> Y = (X + N div X) div 2, if Y >= X -> X; true -> isqrt(N, Y) end.
modpow(_, 0, _) -> 1;
modpow(B, E, M) when E band 1 =:= 1 -> B * modpow(B, E - 1, M) rem M;
modpow(B, E, M) -> H = modpow(B, E bsr 1, M), H * H rem M.
is_prime(N) -> lists:all(fun(A) -> modpow(A, N - 1, N) =:= 1 end, [2, 3, 5, 7]).
