%% fun_info of local and external funs, made in many ways.
-module(code_fun_info).
-export([main/0]).
-include("check.hrl").

main() ->
    X = {a, 1}, Y = "text",
    F0 = fun() -> ok end,
    F2 = fun(A, B) -> {A, B, X, Y} end,
    E = fun lists:map/2,
    N = fun erlang:no_such_function/3,
    [io:format("~p~n", [[I || I = {K, _} <- [erlang:fun_info(F, K) || K <- [module, name, arity, env, type]],
                              K =/= none]]) || F <- [F0, F2, E, N]],
    io:format("~p~n", [[erlang:fun_info(E, K) || K <- [pid, index, new_index, uniq, new_uniq, refc]]]),
    io:format("~p~n", [[is_integer(element(2, erlang:fun_info(F2, K))) || K <- [index, new_index, uniq, refc]]]),
    io:format("~p~n", [byte_size(element(2, erlang:fun_info(F2, new_uniq)))]),
    io:format("~p~n", [element(2, erlang:fun_info(F2, pid)) =:= self()]),
    io:format("~p~n", [element(2, erlang:fun_info(F2, new_uniq)) =:= proplists:get_value(md5, module_info())]),
    io:format("~p~n", [[K || {K, _} <- erlang:fun_info(F2)]]),
    io:format("~p~n", [[K || {K, _} <- erlang:fun_info(E)]]),
    [io:format("~p~n", [caught(fun() -> erlang:fun_info(A, B) end)])
     || {A, B} <- [{F0, foo}, {atom, name}, {{m, f}, name}, {F0, "name"}]],
    io:format("~p~n", [erlang:fun_to_list(E)]),
    io:format("~p~n", [[is_function(F, 2) || F <- [F0, F2, E, N]]]),
    Big = lists:foldl(fun(I, G) -> fun() -> [I | G()] end end, fun() -> [] end, lists:seq(1, 1000)),
    io:format("~p ~p~n", [length(Big()), length(element(2, erlang:fun_info(Big, env)))]).
