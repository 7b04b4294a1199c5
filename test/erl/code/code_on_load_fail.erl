%% An on_load function that does not say ok: the module is not loaded, the one before stays.
-module(code_on_load_fail).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Bad = fun(Body) -> build(["-module(olf_m).", "-on_load(init/0).", "-export([v/0]).", "init() -> " ++ Body ++ ".",
                              "v() -> bad."]) end,
    [io:format("~p ~p ~p~n", [code:load_binary(olf_m, "m", Bad(B)), erlang:module_loaded(olf_m),
                              caught(fun() -> olf_m:v() end)])
     || B <- ["{error, no}", "exit(because)", "erlang:error(wrong)", "throw(ball)", "1"]],
    code:load_binary(olf_m, "m", build(["-module(olf_m).", "-export([v/0]).", "v() -> good."])),
    io:format("~p ~p~n", [code:load_binary(olf_m, "m", Bad("false")), olf_m:v()]),
    io:format("~p~n", [erlang:check_old_code(olf_m)]),
    io:format("~p ~p~n", [code:load_binary(olf_m, "m", Bad("ok")), olf_m:v()]),
    io:format("~p~n", [erlang:check_old_code(olf_m)]).
