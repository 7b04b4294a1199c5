%% Which functions are there, which are built in.
-module(code_builtin).
-export([main/0]).
-include("check.hrl").

main() ->
    [io:format("~p ~p~n", [F, {erlang:function_exported(M, N, A), erlang:is_builtin(M, N, A)}])
     || F = {M, N, A} <- [{erlang, self, 0}, {erlang, spawn, 3}, {lists, reverse, 2}, {lists, reverse, 1}, {lists, map, 2},
                          {maps, get, 2}, {ets, insert, 2}, {erlang, '+', 2}, {erlang, apply, 2}, {erlang, apply, 3},
                          {erlang, apply, 1}, {erlang, halt, 0}, {erlang, hibernate, 0}, {erlang, hibernate, 3}, {erlang, no_such, 0}, {no_such, f, 0}, {lists, reverse, 300},
                          {lists, reverse, -1}, {?MODULE, main, 0}, {?MODULE, id, 1}, {erlang, element, 2}, {math, sin, 1},
                          {erlang, module_info, 0}, {binary, match, 2}, {os, getenv, 0}, {unicode, characters_to_list, 2}]],
    io:format("~p~n", [lists:member(erlang, erlang:pre_loaded())]),
    io:format("~p~n", [[code:which(M) || M <- [erlang, init]]]),
    io:format("~p~n", [[code:is_loaded(M) || M <- [erlang, no_such_module]]]),
    io:format("~p~n", [filename:basename(code:which(lists))]),
    io:format("~p~n", [id(code:which(no_such_module))]).
