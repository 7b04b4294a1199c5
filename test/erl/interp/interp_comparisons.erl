-module(interp_comparisons).
-export([main/0]).

%% The order of all terms, by every operator, in bodies and in guards.
main() ->
    Terms = [-1, 0, 0.0, 1, 1.0, 1.5, 2, 1 bsl 70, a, ab, b, [], {}, {1}, {a}, {1, 2}, #{}, #{a => 1}, #{a => 2}, #{b => 1}, #{1 => a, 2 => b},
             [1], [1, 2], [1 | 2], [a], "abc", <<>>, <<1>>, <<1, 2>>, <<1:1>>, <<2>>],
    [io:format("~p~n", [{A, [sign(A, B) || B <- Terms]}]) || A <- Terms],
    io:format("~p~n", [lists:sort(Terms)]),
    io:format("~p~n", [[A || A <- Terms, B <- Terms, consistent(A, B) =:= false]]),
    io:format("~p~n", [[max(A, B) || {A, B} <- [{1, 1.0}, {1.0, 1}, {a, 1}, {[], {}}]]]),
    io:format("~p~n", [[min(A, B) || {A, B} <- [{1, 1.0}, {1.0, 1}, {a, 1}, {[], {}}]]]).

sign(A, B) when A < B -> 'L';
sign(A, B) when A > B -> 'G';
sign(A, B) when A =:= B -> 'E';
sign(A, B) when A == B -> 'e';
sign(_, _) -> none.

consistent(A, B) ->
    Lt = A < B, Gt = A > B, Eq = A == B,
    length([x || true <- [Lt, Gt, Eq]]) =:= 1 andalso (A =< B) =:= (Lt or Eq) andalso (A >= B) =:= (Gt or Eq) andalso (A /= B) =:= not Eq
        andalso (A =/= B) =:= not (A =:= B).
