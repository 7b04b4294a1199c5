-module(interp_comprehensions).
-export([main/0]).
-include("check.hrl").

%% Comprehensions of lists and binaries: several generators, filters, patterns that skip, nesting.
main() ->
    p([X * X || X <- lists:seq(1, 10), X rem 2 =:= 1]),
    p([{X, Y} || X <- [1, 2, 3], Y <- lists:seq(X, 3), X /= Y]),
    p([X || {ok, X} <- [{ok, 1}, error, {ok, 2}, {error, 3}]]),
    p([{A, B, C} || C <- lists:seq(1, 20), B <- lists:seq(1, C), A <- lists:seq(1, B), A * A + B * B =:= C * C]),
    p(<< <<X, Y>> || X <- [1, 2], Y <- [3, 4] >>),
    p([X || <<X:4>> <= <<1, 2, 3, 4:4>>]),
    p(<< <<(X bxor 255)>> || <<X>> <= <<"hello">> >>),
    p([[Y || Y <- lists:seq(1, X)] || X <- [0, 1, 2, 3]]),
    p([X || X <- [a, 1, "s", 2.0], is_number(X)]),
    p([catch [X || X <- id(x)]] =/= []),
    p(try [X || X <- id([1 | 2])] catch error:R -> R end),
    p(try << <<X>> || X <- id([1, a]) >> catch error:R2 -> R2 end),
    p(primes(50)),
    p(length([{A, B} || A <- lists:seq(1, 300), B <- lists:seq(1, 300), A > B])),
    p(try [X || X <- [1, 2, 0], 10 div X > 4] catch error:R3 -> R3 end),
    p([X || X <- [1, 2, 0, a], 10 div X > 4]).

primes(N) -> sieve(lists:seq(2, N)).
sieve([P | T]) -> [P | sieve([X || X <- T, X rem P /= 0])];
sieve([]) -> [].
