-module(interp_funs).
-export([main/0]).
-include("check.hrl").

%% Funs: environments of all sizes, recursion, comparison, arity, calls of the wrong thing.
main() ->
    Adders = [fun(X) -> X + N end || N <- lists:seq(1, 5)],
    io:format("~p~n", [[F(10) || F <- Adders]]),
    {A, B, C, D, E} = {1, two, "three", {4}, <<5>>},
    Many = fun(X, Y) -> {X, Y, A, B, C, D, E} end,
    io:format("~p~n", [Many(x, y)]),
    Factorial = fun Self(0) -> 1; Self(N) -> N * Self(N - 1) end,
    io:format("~p~n", [Factorial(30)]),
    io:format("~p~n", [compose([fun(X) -> X * 2 end, fun(X) -> X + 1 end, fun erlang:abs/1], -7)]),
    io:format("~p~n", [(fun lists:reverse/1)([1, 2, 3])]),
    M = lists, F = last,
    io:format("~p~n", [(fun M:F/1)([1, 2, 3])]),
    io:format("~p~n", [[erlang:fun_info(Many, arity), erlang:fun_info(fun M:F/1, module), is_function(Many, 2), is_function(Many, 1)]]),
    io:format("~p~n", [[fun lists:map/2 =:= fun lists:map/2, Many =:= Many, hd(Adders) =:= hd(tl(Adders)), fun id/1 =:= fun id/1]]),
    io:format("~p~n", [[caught(G) || G <- [fun() -> (id(foo))(1) end, fun() -> (id({a, b}))() end,
                                           fun() -> (id(fun no_such:thing/3))(1, 2, 3) end]]]),
    {error, {badarity, {G1, [1, 2, 3]}}} = caught(fun() -> (id(Many))(1, 2, 3) end),
    io:format("~p~n", [G1 =:= Many]),
    {error, {badarity, {_, []}}} = caught(fun() -> (id(fun lists:map/2))() end),
    io:format("~p~n", [counter(3)]).

compose(Fs, X) -> lists:foldl(fun(F, Acc) -> F(Acc) end, X, Fs).

%% A fun that holds a fun that holds a fun.
counter(0) -> (fun() -> 0 end)();
counter(N) -> (fun(K) -> (fun() -> K + counter(N - 1) end)() end)(N).
