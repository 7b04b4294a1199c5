%% Modules that a program of test/erl makes as it runs.
-compile({nowarn_unused_function, [{build, 1}]}).

%% Compiles source lines, one form each, into the code of a module.
build(Lines) ->
    Forms = [form(L) || L <- Lines],
    {ok, _, Code} = compile:forms(Forms, [deterministic]),
    Code.

form(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line),
    {ok, Form} = erl_parse:parse_form(Tokens),
    Form.
