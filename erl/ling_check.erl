%% `ling check': what an application asks of the machine that Ling does not have, before anything boots.
%%
%% Import tables say which functions a module calls.  One of OTP's that has no Erlang code is built into the machine, or it
%% is not: the machine that runs this program answers from its own tables (erlang:is_builtin/3).
-module(ling_check).
-export([main/0]).

-define(LACKING, 69).

main() -> ling_command:run("ling check", fun check/1).

help() ->
    "Usage: ling check DIR... [--otp ROOT] [--lib DIR] [--app NAME]\n"
    "\n"
    "Reads the import tables of an application and of all that it needs, and says which built-in functions, NIF libraries\n"
    "and drivers it calls that Ling lacks.  DIR is what `ling build` takes.\n"
    "\n"
    "Exit status: 0 nothing is lacking; 69 something is; 64 a wrong command line; 65 an input is damaged; 66 one is not there.\n".

options(["--help" | _], _) -> throw({help, help()});
options(["--otp", Root | Rest], O) -> options(Rest, O#{otp := Root});
options(["--lib", Folder | Rest], #{libraries := L} = O) -> options(Rest, O#{libraries := L ++ [Folder]});
options(["--app", Name | Rest], #{apps := A} = O) -> options(Rest, O#{apps := A ++ [list_to_atom(Name)]});
options([[$- | _] = Word | _], _) -> throw({usage, [Word, " is no option, or lacks its value"]});
options([Folder | Rest], #{folders := F} = O) -> options(Rest, O#{folders := F ++ [Folder]});
options([], #{folders := []}) -> throw({usage, "which folder?"});
options([], O) -> O.

check(Words) ->
    Options = options(Words, #{folders => [], libraries => [], apps => [], otp => none}),
    {Otp, Apps} = applications(Options),
    Modules = [{M, Name, File} || {#{name := Name} = App, _} <- Apps, {M, File} <- ling_apps:modules(App)],
    Judged = [One || {_, Name, _} = One <- Modules, not lists:member(Name, [kernel, stdlib])], % LIMITS.md has theirs
    Runtime = [{ling_beams:name(F), erts, F} || F <- ling_inputs:preloaded(Otp)],
    Stubs = stubs(Runtime ++ Modules),
    Lines = lists:usort(lists:append([lacking(M, Name, ling_beams:imports(File), Stubs) || {M, Name, File} <- Judged])),
    [io:format("~ts~n", [Line]) || Line <- Lines],
    [io:format("~ts is in: ~ts~n", [Name, Why]) || {#{name := Name}, Why} <- Apps, concerns(Name, Lines)],
    io:format("~b modules of ~b applications: ~ts~n", [length(Modules), length(Apps), verdict(Lines)]),
    case Lines of
        [] -> 0;
        _ -> ?LACKING
    end.

applications(#{folders := Folders, libraries := Libraries, apps := Wanted} = Options) ->
    Otp = ling_inputs:otp(Options),
    case [F || F <- Folders, ling_release:is(F)] of
        [Release] when Folders =:= [Release] -> {Otp, maps:get(apps, ling_release:read(Release, Otp))};
        [] ->
            Inputs = lists:append([ling_inputs:read(F) || F <- Folders]),
            {Otp, ling_inputs:needed(Inputs, Wanted, ling_inputs:library(Otp, Libraries))};
        [Release | _] -> throw({usage, ["a release is checked alone, and ", Release, " is one"]})
    end.

verdict([]) -> "nothing is lacking";
verdict(_) -> "see above for what Ling lacks".

%% A line begins with "APPLICATION: ".
concerns(Name, Lines) -> lists:any(fun(L) -> lists:prefix(atom_to_list(Name) ++ ":", L) end, Lines).

%% -- what is built in, and what is not -----------------------------------------------------------------------------------

%% #{Module => {Functions that only say that they should be native, those of them that Ling lacks}}
stubs(Modules) ->
    maps:from_list([{M, {Stubs, [{F, A} || {F, A} <- Stubs, not erlang:is_builtin(M, F, A)]}}
                    || {M, _, File} <- Modules, calls(File, {erlang, nif_error}), Stubs <- [stubs_of(File)]]).

calls(File, Wanted) -> lists:any(fun({M, F, _}) -> {M, F} =:= Wanted end, ling_beams:imports(File)).

%% Their bodies raise before anything else: nif_error is the first function that they call.
stubs_of(File) ->
    {Code, _} = ling_beams:functions(File),
    [{F, A} || {F, A, Body} <- Code, first_call(Body) =:= {erlang, nif_error}].

first_call(Body) ->
    case [{M, F} || I <- Body, is_tuple(I), {extfunc, M, F, _} <- tuple_to_list(I)] of
        [First | _] -> First;
        [] -> none
    end.

%% -- what a module lacks --------------------------------------------------------------------------------------------------

lacking(M, App, Imports, Stubs) ->
    Say = fun(Format, Words) -> lists:flatten(io_lib:format("~ts: ~ts " ++ Format, [App, M | Words])) end,
    [Say("calls ~ts:~ts/~b, which Ling does not have", [X, F, A])
     || {X, F, A} <- Imports, X =/= M, {_, Lacking} <- [maps:get(X, Stubs, {[], []})], lists:member({F, A}, Lacking)] ++
        [Say("loads a NIF library, which Ling does not have", [])
         || {erlang, load_nif, 2} <- Imports, not all_native(maps:get(M, Stubs, {[], []}))] ++
        [Say("loads a driver (erl_ddll:~ts/~b)", [F, A])
         || {erl_ddll, F, A} <- Imports, lists:member(F, [load, load_driver, try_load])].

all_native({[_ | _], []}) -> true;
all_native(_) -> false.
