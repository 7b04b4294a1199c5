%% An on_load function that does not say ok: the module is not loaded, the one before stays.
-module(code_on_load_fail).
-export([main/0]).
main() ->
    logger:set_primary_config(level, none),
    Bad = fun(Body) -> build(["-module(olf_m).", "-on_load(init/0).", "-export([v/0]).", "init() -> " ++ Body ++ ".",
                              "v() -> bad."]) end,
    [io:format("~p ~p ~p~n", [code:load_binary(olf_m, "m", Bad(B)), erlang:module_loaded(olf_m),
                              catch_error(fun() -> olf_m:v() end)])
     || B <- ["{error, no}", "exit(because)", "erlang:error(wrong)", "throw(ball)", "1"]],
    code:load_binary(olf_m, "m", build(["-module(olf_m).", "-export([v/0]).", "v() -> good."])),
    io:format("~p ~p~n", [code:load_binary(olf_m, "m", Bad("false")), olf_m:v()]),
    io:format("~p~n", [erlang:check_old_code(olf_m)]),
    io:format("~p ~p~n", [code:load_binary(olf_m, "m", Bad("ok")), olf_m:v()]),
    io:format("~p~n", [erlang:check_old_code(olf_m)]).

catch_error(F) -> try F() catch C:R -> {C, R} end.

%% Compiles source lines, one form each, into the code of module M.
build(Lines) ->
    Forms = [form(L) || L <- Lines],
    {ok, _, Code} = compile:forms(Forms, [deterministic]),
    Code.

form(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line),
    {ok, Form} = erl_parse:parse_form(Tokens),
    Form.
