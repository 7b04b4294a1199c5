-module(values_arith_errors).
-export([main/0]).

main() ->
    Bad = [a, [], {}, <<>>, #{}, "x"],
    Ops = [fun(A, B) -> A + B end, fun(A, B) -> A - B end, fun(A, B) -> A * B end, fun(A, B) -> A / B end,
           fun(A, B) -> A div B end, fun(A, B) -> A rem B end, fun(A, B) -> A band B end, fun(A, B) -> A bsl B end],
    [io:format("~p~n", [[t(fun() -> Op(1, B) end), t(fun() -> Op(B, 1) end)]]) || Op <- Ops, B <- Bad],
    io:format("~p~n", [[t(F) || F <- [
        fun() -> x(1) / 0 end, fun() -> x(1) / 0.0 end, fun() -> x(1) div 0 end, fun() -> x(1) rem 0 end,
        fun() -> x(1.0) div 2 end, fun() -> x(1.5) rem 2 end, fun() -> x(1.0e308) * 10 end, fun() -> (x(1) bsl 2000) + 1.0 end,
        fun() -> x(1.0) band 1 end, fun() -> bnot x(1.0) end, fun() -> -x(a) end, fun() -> bnot x(a) end,
        fun() -> x(-1.0e308) - 1.0e308 end, fun() -> x(1.0e-320) / 10 end]]]).

x(X) -> X.

t(F) ->
    try F() of
        V -> V
    catch
        C:R:S -> {C, R, top(hd(S))}
    end.

top({erlang, N, _, _}) -> {erlang, N};
top({M, _, _, _}) -> M.
