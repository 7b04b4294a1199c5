%% External funs follow the module; making them asks for nothing.
-module(code_external_fun).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    F = fun cef_m:f/1,
    G = erlang:make_fun(cef_m, f, 1),
    io:format("~p ~p ~p~n", [F, F =:= G, is_function(F, 1)]),
    io:format("~p~n", [caught(fun() -> F(1) end)]),
    code:load_binary(cef_m, "m", version(1)),
    io:format("~p~n", [F(1)]),
    code:load_binary(cef_m, "m", version(2)),
    io:format("~p~n", [F(1)]),
    code:purge(cef_m), code:delete(cef_m), code:purge(cef_m),
    io:format("~p~n", [caught(fun() -> G(1) end)]),
    [io:format("~p~n", [caught(fun() -> erlang:make_fun(M, N, A) end)])
     || {M, N, A} <- [{"m", f, 1}, {m, "f", 1}, {m, f, -1}, {m, f, 256}, {m, f, 1.0}, {m, f, a}]],
    io:format("~p~n", [erlang:make_fun(m, f, 255)]),
    io:format("~p~n", [lists:sort([fun b:c/1, fun a:c/2, fun a:b/3, fun a:b/1])]),
    io:format("~p~n", [binary_to_term(term_to_binary(F)) =:= F]),
    io:format("~p~n", [caught(fun() -> F(1, 2) end)]).

version(N) -> build(["-module(cef_m).", "-export([f/1]).", "f(X) -> {" ++ integer_to_list(N) ++ ", X}."]).
