-module(values_compare_mixed).
-export([main/0]).

main() ->
    Ts = terms(),
    [io:format("~w~n", [printable(T)]) || T <- lists:sort(Ts)],
    io:format("~p~n", [[sign(A, B) || A <- Ts, B <- Ts]]),
    [true = consistent(A, B) || A <- Ts, B <- Ts],
    io:format("~p~n", [lists:usort(Ts) == lists:usort(lists:reverse(Ts))]).

consistent(A, B) ->
    Lt = A < B, Gt = A > B, Eq = A == B,
    1 =:= length([x || true <- [Lt, Gt, Eq]]) andalso (A =< B) =:= (Lt orelse Eq) andalso (A >= B) =:= (Gt orelse Eq)
        andalso (A /= B) =:= (not Eq) andalso ((A =:= B) =:= (not (A =/= B))).

sign(A, B) when A < B -> -1;
sign(A, B) when A > B -> 1;
sign(_, _) -> 0.

printable(F) when is_function(F) -> function;
printable(F) when is_pid(F); is_reference(F); is_port(F) -> identity;
printable(T) -> T.

terms() ->
    [1, 1.0, 2, -1, -1.0, 1 bsl 70, -(1 bsl 70), 1.0e30, 0, 0.0, 1.5, a, b, ab, 'A', '', [], [a], [a, b], [a | b], [b], "abc",
     {}, {a}, {b}, {a, b}, {1, 2, 3}, #{}, #{a => 1}, #{a => 2}, #{b => 1}, #{a => 1, b => 2}, #{1 => a}, #{1.0 => a},
     <<>>, <<1>>, <<2>>, <<1, 2>>, <<1:1>>, <<0:1>>, <<1:7>>, <<1, 1:3>>, fun erlang:abs/1, fun erlang:abs/2, fun lists:append/1,
     self(), true, false, [1], [1.0], {1}, {1.0}, [[]], [{}], {[]}, <<"a">>, <<"b">>, "", 'a b', 'z z'].
