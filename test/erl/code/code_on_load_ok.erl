%% -on_load: the function runs before anyone can call the module.
-module(code_on_load_ok).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    Code = build(["-module(col_m).", "-on_load(init/0).", "-export([get/0]).",
                  "init() -> persistent_term:put(col_key, {set, erlang:function_exported(col_m, get, 0)}), ok.",
                  "get() -> persistent_term:get(col_key)."]),
    io:format("~p~n", [code:load_binary(col_m, "m", Code)]),
    io:format("~p~n", [{col_m:get(), erlang:module_loaded(col_m)}]),
    Prepared = erlang:prepare_loading(col_m, Code),
    io:format("~p~n", [erlang:has_prepared_code_on_load(Prepared)]),
    Plain = erlang:prepare_loading(col_n, build(["-module(col_n)."])),
    io:format("~p~n", [erlang:has_prepared_code_on_load(Plain)]),
    io:format("~p~n", [caught(fun() -> erlang:has_prepared_code_on_load(make_ref()) end)]),
    io:format("~p~n", [caught(fun() -> erlang:finish_loading([Plain, Prepared]) end)]),
    io:format("~p~n", [erlang:finish_loading([Plain])]),
    io:format("~p~n", [caught(fun() -> erlang:has_prepared_code_on_load(Plain) end)]).
