%% The boot file of an image: OTP's own start_clean, and what the image adds.
-module(ling_boot_script).
-export([make/5, common/3, bytes/1, probe/1]).

%% `Template' is the bytes of start_clean.boot.  `Paths' are folders in the image, `Loaded' [{Module, File}] that are there
%% before the script runs, `Apps' [{Name, Spec, start | load}] beyond kernel and stdlib, in the order in which they start.
make(Template, Paths, Loaded, Present, Apps) ->
    {script, Id, Steps} = binary_to_term(Template),
    bytes({script, Id, common(add(Steps, Paths, Apps), Loaded, Present)}).

bytes(Script) -> term_to_binary(Script, [{minor_version, 2}]).

%% What every image's script has: init learns which modules are there, those that are not are not asked for, and nobody
%% looks for the .erlang of a user.
common(Steps, Loaded, Present) -> lists:append([step(Step, Loaded, Present) || Step <- Steps]).

step({progress, preloaded} = Step, Loaded, _) when Loaded =/= none -> [Step, {apply, {ling_image, loaded, [Loaded]}}];
step({primLoad, Modules}, _, Present) -> [{primLoad, [M || M <- Modules, Present(M)]}];
step({apply, {c, erlangrc, _}}, _, _) -> [];
step(Step, _, _) -> [Step].

%% A start that loads nothing beforehand but what OTP wants to be there before modules can be looked for, so that what is
%% loaded when it is over was called.  The evaluator is in OTP's list for -eval alone.
probe(Template) ->
    {script, Id, Steps} = binary_to_term(Template),
    {Before, After} = lists:splitwith(fun(Step) -> Step =/= {kernel_load_completed} end, Steps),
    First = common(Before, none, fun(M) -> not lists:member(M, [erl_eval, erl_lint, erl_parse]) end),
    bytes({script, Id, First ++ common(After, none, fun(_) -> false end)}).

add([{path, _} | Rest], Paths, Apps) ->
    [{path, Paths} | add(Rest, Paths, Apps)];
add([{progress, applications_loaded} = Step | Rest], Paths, Apps) ->
    Loads = [{apply, {application, load, [{application, Name, Spec}]}} || {Name, Spec, _} <- Apps],
    Loads ++ [Step | add(Rest, Paths, Apps)];
add([{apply, {application, start_boot, [stdlib, permanent]}} = Step | Rest], Paths, Apps) ->
    Starts = [{apply, {application, start_boot, [Name, permanent]}} || {Name, _, start} <- Apps],
    [Step | Starts ++ add(Rest, Paths, Apps)];
add([Step | Rest], Paths, Apps) ->
    [Step | add(Rest, Paths, Apps)];
add([], _, _) ->
    [].
