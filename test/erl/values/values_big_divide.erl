-module(values_big_divide).
-export([main/0]).

main() ->
    Ns = [0, 1, -1, 7, -7, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 64, -(1 bsl 64) + 3, (1 bsl 130) + 99],
    [io:format("~p ~p div ~p rem ~p~n", [A, B, t(fun() -> A div B end), t(fun() -> A rem B end)]) || A <- Ns, B <- Ns],
    [check(rnd(I * 37, I), rnd(I * 11 + 5, I + 1)) || I <- lists:seq(1, 300)],
    ok.

check(_, 0) -> true;
check(A, B) ->
    Q = A div B,
    R = A rem B,
    true = (A =:= Q * B + R) andalso (abs(R) < abs(B)) andalso (R =:= 0 orelse (R < 0) =:= (A < 0)).

rnd(Bits, Seed) ->
    X = erlang:phash2({Seed, Bits}) * (1 bsl Bits) + erlang:phash2({Bits, Seed}),
    if Seed rem 2 =:= 0 -> -X; true -> X end.

t(F) -> try F() catch error:E -> E end.
