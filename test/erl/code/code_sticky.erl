%% Modules of OTP cannot be replaced by accident.
-module(code_sticky).
-export([main/0]).
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    io:format("~p~n", [code:is_sticky(lists)]),
    Code = build(["-module(lists).", "-export([hacked/0]).", "hacked() -> yes."]),
    io:format("~p~n", [code:load_binary(lists, "x", Code)]),
    io:format("~p~n", [lists:reverse([1, 2, 3])]),
    {lists, L, _} = code:get_object_code(lists),
    io:format("~p~n", [is_binary(L)]),
    io:format("~p~n", [code:ensure_loaded(no_such_module)]),
    io:format("~p~n", [code:load_file(no_such_module)]),
    io:format("~p~n", [code:get_object_code(no_such_module)]),
    io:format("~p~n", [code:load_abs("/no/such/place/m")]),
    io:format("~p~n", [code:ensure_loaded(erlang)]),
    io:format("~p~n", [[element(1, X) || X <- [code:load_file(c), code:ensure_loaded(queue)]]]),
    io:format("~p~n", [code:objfile_extension()]).
