%% What goes into an image, from what the user named to the lines of the plan (image/plan.h).
-module(ling_plan).
-export([make/2]).

-define(ROOT, "/otp").

%% `apps': [{App, Why}] in the order of their needs; `folders': the code path, [{Application, Folder in the image, Folder
%% here}]; `modules': [{Module, Application, File here, File in the image}], the first on the path of each name.
-record(found, {otp, apps, folders, modules = [], starts = [], release = none, words = [], files = [], environment = [],
                config = none, needed = all}).

%% The plan as text; generated files are put into Scratch.
make(#{output := Output, base := Base, memory := Memory} = Options, Scratch) ->
    Found = choose(Options, modules(find(Options))),
    Linked = linked(Options, Found),
    explain(Options, Found),
    {_, Release} = ling_inputs:release(Found#found.otp),
    [line(["base", filename:absname(Base)]), line(["output", filename:absname(Output)]), line(["release", Release]),
     line(["memory", integer_to_list(Memory)]),
     [line(["argument", Word]) || Word <- arguments(Options, Found)],
     [line(["environment", Variable]) || Variable <- Found#found.environment],
     reasons(Found, Linked), linked_lines(Linked), otp_files(Options, Found), app_files(Options, Found, Linked, Scratch),
     [file(Image, File) || {Image, File} <- Found#found.files], boot_file(Found, Linked, Scratch), config(Found)].

line(Fields) ->
    Text = unicode:characters_to_binary(lists:join("\t", Fields)),
    [$\n || <<$\n>> <= Text] =:= [] orelse throw({failed, ["a line break in ", Text]}),
    [Text, $\n].

file(Image, Host) -> line(["file", Image, filename:absname(Host)]).

%% -- what the user named -----------------------------------------------------------------------------------------------

find(#{folders := Folders, words := Words, config := Config} = Options) ->
    Otp = ling_inputs:otp(Options),
    Found =
        case [F || F <- Folders, ling_release:is(F)] of
            [] -> applications(Otp, Options);
            Folders when length(Folders) =:= 1 -> release(hd(Folders), Otp);
            [Release | _] -> throw({usage, ["a release is built alone, and ", Release, " is one"]})
        end,
    Found#found{words = Found#found.words ++ Words,
                config = case Config of none -> Found#found.config; _ -> Config end}.

applications(Otp, #{folders := Folders, libraries := Libraries, apps := Wanted}) ->
    Inputs = lists:append([ling_inputs:read(Folder) || Folder <- Folders]),
    Library = ling_inputs:library(Otp, Libraries),
    Apps = ling_inputs:needed(Inputs, Wanted, Library),
    Protocols = [{Name, ling_apps:image(App) ++ "/consolidated", Path}
                 || {#{name := Name} = App, _} <- Apps, Path <- ling_apps:consolidated(App)],
    Ebins = [{Name, ling_apps:image(App) ++ "/ebin", Ebin} || {#{name := Name, ebin := Ebin} = App, _} <- Apps],
    #found{otp = Otp, apps = Apps, folders = Protocols ++ Ebins,
           starts = [Name || {#{name := Name}, _, start} <- Inputs] ++ Wanted}.

release(Folder, Otp) ->
    #{apps := Apps, words := Words, dropped := Dropped} = Release = ling_release:read(Folder, Otp),
    [io:format(standard_error, "ling build: a guest has no use for ~ts of vm.args~n", [Flag]) || Flag <- Dropped],
    #{folders := Path, files := Files, environment := Environment, config := Config} = Release,
    #found{otp = Otp, apps = Apps, folders = Path, release = Release, files = Files, environment = Environment,
           config = Config, words = ["-mode", "embedded", "-boot_var", "RELEASE_LIB", ?ROOT "/lib" | Words]}.

%% -- modules -------------------------------------------------------------------------------------------------------------

modules(#found{folders = Folders} = Found) ->
    All = [{ling_beams:name(File), Name, File, lists:flatten([Image, $/, filename:basename(File)])}
           || {Name, Image, Here} <- Folders, File <- ling_beams:in(Here)],
    {First, _} = lists:foldl(fun({M, _, _, _} = One, {Taken, Seen}) ->
                                     case Seen of
                                         #{M := _} -> {Taken, Seen};
                                         _ -> {[One | Taken], Seen#{M => true}}
                                     end
                             end, {[], #{}}, All),
    Found#found{modules = lists:reverse(First)}.

%% With --minimal or --lazy: which of OTP's modules the guest needs at once.
choose(#{rest := linked}, Found) -> Found;
choose(_, #found{otp = Otp, apps = Apps, modules = Modules, words = Words} = Found) ->
    Ours = [Name || {#{name := Name, folder := Folder}, _} <- Apps, not lists:prefix(filename:join(Otp, "lib"), Folder)],
    Own = [M || {M, Name, _, _} <- Modules, lists:member(Name, Ours)],
    Files = maps:from_list([{M, File} || {M, _, File, _} <- Modules] ++
                           [{ling_beams:name(F), F} || F <- ling_inputs:preloaded(Otp)]),
    Found#found{needed = ling_needed:modules(Otp, template(Otp), Own, {Files, Words})}.

is_needed(_, #found{needed = all}) -> true;
is_needed(M, #found{needed = Needed}) -> is_map_key(M, Needed).

%% [{preloaded | module, Name, Host's file, Image's file}] that are loaded while the image is made.
linked(#{link := false}, _) -> [];
linked(_, #found{otp = Otp, modules = Modules} = Found) ->
    Preloaded = [{preloaded, ling_beams:name(F), F, F} || F <- ling_inputs:preloaded(Otp)],
    Others = [{module, M, File, Image} || {M, _, File, Image} <- Modules, is_needed(M, Found), not ling_beams:has_on_load(File)],
    Preloaded ++ [{module, M, code:which(M), ?ROOT "/lib/ling/ebin/" ++ atom_to_list(M) ++ ".beam"} || M <- [ling_image, ling]] ++ Others.

linked_lines(Linked) ->
    [line([atom_to_list(Kind), atom_to_list(Name), filename:absname(File)]) || {Kind, Name, File, _} <- Linked].

%% -- files ---------------------------------------------------------------------------------------------------------------

%% The machine learns from these which OTP it runs; the runtime's own modules are there as files only if they are not linked.
otp_files(#{link := Link, beams := Beams}, #found{otp = Otp}) ->
    {Erts, Release} = ling_inputs:release(Otp),
    Version = filename:join([Otp, "releases", Release, "OTP_VERSION"]),
    [file(?ROOT "/releases/start_erl.data", filename:join(Otp, "releases/start_erl.data")),
     [file([?ROOT, "/releases/", Release, "/OTP_VERSION"], Version) || filelib:is_regular(Version)],
     [file([?ROOT, "/lib/erts-", Erts, "/ebin/", filename:basename(F)], F)
      || not Link orelse Beams, F <- ling_inputs:preloaded(Otp)]].

app_files(Options, #found{apps = Apps, modules = Modules} = Found, Linked, Scratch) ->
    There = sets:from_list([M || {module, M, _, _} <- Linked]),
    [[[app_file(App), priv(App)] || {App, _} <- Apps],
     [beam(Options, is_needed(M, Found), File, Image, Scratch)
      || {M, _, File, Image} <- Modules, maps:get(beams, Options) orelse not sets:is_element(M, There)]].

app_file(#{file := none}) -> [];
app_file(#{file := File} = App) -> file([ling_apps:image(App), "/ebin/", filename:basename(File)], File).

%% A module that is not linked: one that must run code first, or one that is not needed at once.
beam(_, true, File, Image, _) -> file(Image, File);
beam(#{beams := true}, false, File, Image, _) -> file(Image, File);
beam(#{rest := none}, false, _, _, _) -> [];
beam(#{rest := files}, false, File, Image, Scratch) -> file(Image, ling_beams:small(File, Scratch)).

priv(#{file := none}) -> [];
priv(#{folder := Folder} = App) ->
    Priv = filename:join(Folder, "priv"),
    [file([ling_apps:image(App), "/priv/", F], filename:join(Priv, F))
     || F <- lists:sort(filelib:wildcard("**", Priv)), filelib:is_regular(filename:join(Priv, F))].

config(#found{config = none}) -> [];
config(#found{config = File}) -> file(?ROOT "/sys.config", File).

%% -- the start -----------------------------------------------------------------------------------------------------------

boot_file(#found{modules = Modules} = Found, Linked, Scratch) ->
    Loaded = [{M, Image} || {module, M, _, Image} <- Linked],
    There = maps:from_list([{M, true} || {M, _, _, _} <- Modules, is_needed(M, Found)]),
    File = filename:join(Scratch, "image.boot"),
    ok = file:write_file(File, script(Found, Loaded, fun(M) -> is_map_key(M, There) end)),
    file(?ROOT "/bin/image.boot", File).

script(#found{release = #{script := Script}}, Loaded, Present) ->
    ling_release:boot(Script, Loaded, Present);
script(#found{otp = Otp, apps = Apps, folders = Folders, starts = Starts}, Loaded, Present) ->
    Beyond = [{Name, Spec, start_or_load(App, Starts)}
              || {#{name := Name, spec := Spec, file := F} = App, _} <- Apps, F =/= none, Name =/= kernel, Name =/= stdlib],
    ling_boot_script:make(template(Otp), [Image || {_, Image, _} <- Folders], Loaded, Present, Beyond).

%% Where the user named an application, it is started with all that it needs; a folder's modules start what they want.
start_or_load(_, []) -> load;
start_or_load(_, _) -> start.

template(Otp) ->
    Files = [filename:join(Otp, F) || F <- ["bin/start_clean.boot", "bin/start.boot"]] ++
        lists:sort(filelib:wildcard(filename:join(Otp, "releases/*/start_clean.boot"))),
    case [Bytes || F <- Files, {ok, Bytes} <- [file:read_file(F)]] of
        [Bytes | _] -> Bytes;
        [] -> throw({failed, [Otp, " has no boot file (bin/start_clean.boot)"]})
    end.

arguments(#{shell := Shell}, #found{words = Words, config = Config}) ->
    ["--otp", ?ROOT, "-boot", ?ROOT "/bin/image"] ++ ["-noshell" || not Shell] ++
        [W || Config =/= none, W <- ["-config", ?ROOT "/sys"]] ++ Words.

%% -- reasons -------------------------------------------------------------------------------------------------------------

reasons(#found{apps = Apps, modules = Modules} = Found, Linked) ->
    [[line(["reason", ["application ", atom_to_list(Name)], ling_apps:version(App), Why]) || {#{name := Name} = App, Why} <- Apps],
     [line(["reason", "application erts", "", "the runtime system"]) || Linked =/= []],
     [line(["reason", ["module ", atom_to_list(M)], "erts", "preloaded"]) || {preloaded, M, _, _} <- Linked],
     [line(["reason", ["module ", atom_to_list(M)], "erts", "every image has it"]) || {module, M, _, _} <- Linked, M =:= ling_image orelse M =:= ling],
     [line(["reason", ["module ", atom_to_list(M)], atom_to_list(Name), module_why(M, Found)]) || {M, Name, _, _} <- Modules]].

module_why(_, #found{needed = all}) -> "in its application";
module_why(M, #found{needed = Needed}) -> maps:get(M, Needed, "not reached from the start").

explain(#{explain := false}, _) -> ok;
explain(_, #found{apps = Apps}) ->
    [io:format("~ts: ~ts~n", [Name, Why]) || {#{name := Name}, Why} <- Apps],
    ok.
