%% The boot file of an image: OTP's own start_clean, and what the image adds.
-module(ling_boot_script).
-export([make/4]).

%% `Template' is the bytes of start_clean.boot.  `Paths' are folders in the image, `Loaded' [{Module, File}] that are there
%% before the script runs, `Apps' [{Spec, start | load}] beyond kernel and stdlib, in the order in which they start.
make(Template, Paths, Loaded, Apps) ->
    {script, Id, Steps} = binary_to_term(Template),
    term_to_binary({script, Id, add(Steps, Paths, Loaded, Apps)}, [{minor_version, 2}]).

add([{progress, preloaded} = Step | Rest], Paths, Loaded, Apps) ->
    [Step, {apply, {ling_image, loaded, [Loaded]}} | add(Rest, Paths, Loaded, Apps)];
add([{path, _} | Rest], Paths, Loaded, Apps) ->
    [{path, Paths} | add(Rest, Paths, Loaded, Apps)];
add([{progress, applications_loaded} = Step | Rest], Paths, Loaded, Apps) ->
    Loads = [{apply, {application, load, [{application, Name, Spec}]}} || {Name, Spec, _} <- Apps],
    Loads ++ [Step | add(Rest, Paths, Loaded, Apps)];
add([{apply, {application, start_boot, [stdlib, permanent]}} = Step | Rest], Paths, Loaded, Apps) ->
    Starts = [{apply, {application, start_boot, [Name, permanent]}} || {Name, _, start} <- Apps],
    [Step | Starts ++ add(Rest, Paths, Loaded, Apps)];
add([Step | Rest], Paths, Loaded, Apps) ->
    [Step | add(Rest, Paths, Loaded, Apps)];
add([], _, _, _) ->
    [].
