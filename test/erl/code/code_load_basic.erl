%% A module made at run time: loaded, called, asked for, deleted, purged.
-module(code_load_basic).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    Code = build(["-module(cb_m).", "-export([f/1, g/0]).", "f(X) -> X + 1.", "g() -> cb_literal."]),
    io:format("~p~n", [{erlang:module_loaded(cb_m), code:is_loaded(cb_m), erlang:function_exported(cb_m, f, 1)}]),
    io:format("~p~n", [code:load_binary(cb_m, "cb_m.beam", Code)]),
    io:format("~p~n", [{erlang:module_loaded(cb_m), code:is_loaded(cb_m), erlang:function_exported(cb_m, f, 1),
                        erlang:function_exported(cb_m, f, 2)}]),
    io:format("~p~n", [{cb_m:f(41), cb_m:g(), apply(cb_m, f, [1]), (fun cb_m:f/1)(2)}]),
    io:format("~p~n", [lists:member(cb_m, erlang:loaded())]),
    io:format("~p~n", [code:delete(cb_m)]),
    io:format("~p~n", [{erlang:module_loaded(cb_m), erlang:check_old_code(cb_m), lists:member(cb_m, erlang:loaded())}]),
    io:format("~p~n", [caught(fun() -> cb_m:f(1) end)]),
    io:format("~p~n", [code:purge(cb_m)]),
    io:format("~p~n", [{erlang:check_old_code(cb_m), lists:member(cb_m, erlang:loaded())}]),
    io:format("~p~n", [code:delete(cb_m)]).
