-module(values_functions_as_values).
-export([main/0]).

main() ->
    F0 = fun() -> zero end, X = 42, F1 = fun(A) -> {A, X} end, E = fun erlang:abs/1,
    io:format("~p~n", [[F0(), F1(1), E(-5), apply(E, [-7]), (fun erlang:'+'/2)(1, 2)]]),
    io:format("~p~n", [[is_function(F0, 0), is_function(F1, 1), is_function(E, 1), E == fun erlang:abs/1, E =:= fun erlang:abs/1]]),
    io:format("~p~n", [[E < F0, F0 < E, fun a:b/1 < fun a:b/2, fun a:b/1 < fun a:c/0, fun a:z/9 < fun b:a/0]]),
    io:format("~p~n", [[t(fun() -> (x(F1))() end), t(fun() -> (x(E))(1, 2) end), t(fun() -> (x(a))(1) end), t(fun() -> (fun no_such_mod:f/0)() end)]]),
    G = lists:foldl(fun(I, Acc) -> fun(Y) -> Acc(Y + I) end end, fun(Y) -> Y end, lists:seq(1, 1000)),
    io:format("~p~n", [G(0)]),
    io:format("~p~n", [#{F0 => 1, E => 2} =:= #{E => 2, F0 => 1}]).

x(X) -> X.

t(F) ->
    try F()
    catch C:{R, _} -> {C, R}; C:R -> {C, R}
    end.
