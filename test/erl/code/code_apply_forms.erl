%% Every way of calling: static, dynamic, funs, and what goes wrong.
-module(code_apply_forms).
-export([main/0]).
-export([f/0, f/1, f/2, big/20]).
-include("check.hrl").

main() ->
    M = id(?MODULE), F = id(f), A = id([1, 2]),
    io:format("~p~n", [[M:F(), M:F(1), ?MODULE:F(1, 2), M:f(3), apply(M, F, A), apply(M, F, []), apply(fun f/2, A),
                        apply(fun ?MODULE:f/1, [x]), (fun() -> closed end)(), erlang:apply(M, F, [9])]]),
    io:format("~p~n", [apply(?MODULE, big, lists:seq(1, 20))]),
    io:format("~p~n", [M:big(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)]),
    [show(G) || G <- [fun() -> M:nothing() end, fun() -> apply(M, F, [1, 2, 3]) end, fun() -> apply(M, F, [1 | 2]) end,
                      fun() -> apply(M, "f", []) end, fun() -> apply({M}, F, []) end, fun() -> apply(id(1), F, []) end,
                      fun() -> (id({M, F}))() end, fun() -> (id(nofun))(1) end, fun() -> apply(id(nofun), [1]) end,
                      fun() -> apply(fun f/1, [1, 2]) end, fun() -> apply(fun f/1, x) end,
                      fun() -> (id(M)):(id(1))() end]],
    io:format("~p~n", [apply(erlang, apply, [erlang, apply, [lists, reverse, [[1, 2, 3]]]])]),
    io:format("~p~n", [apply(erlang, '+', [1, 2])]),
    spawn(M, F, []), ok.

show(F) ->
    try io:format("~p~n", [F()])
    catch C:R:S -> [{M, N, A, _} | _] = S, io:format("~p ~p ~p~n", [C, strip(R), {M, N, if is_list(A) -> length(A); true -> A end}])
    end.

strip({badarity, {F, A}}) when is_function(F) -> {badarity, A};
strip(R) -> R.

f() -> zero.
f(X) -> {one, X}.
f(X, Y) -> {two, X, Y}.
big(A, _, _, _, _, _, _, _, _, J, _, _, _, _, _, _, _, _, _, T) -> {A, J, T}.
