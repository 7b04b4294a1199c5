%% What goes into an image, from what the user named to the lines of the plan (image/plan.h).
-module(ling_plan).
-export([make/2, input/1]).

-define(ROOT, "/otp").

%% Everything that was found out on the way.
-record(found, {otp, release, apps, starts, needed = [], roots = []}).

%% The plan as text; generated files are put into Scratch.
make(#{output := Output, base := Base, memory := Memory} = Options, Scratch) ->
    Found = find(Options),
    Linked = linked(Options, Found),
    explain(Options, Found),
    [line(["base", filename:absname(Base)]), line(["output", filename:absname(Output)]),
     line(["memory", integer_to_list(Memory)]),
     [line(["argument", Word]) || Word <- arguments(Options, Found)],
     reasons(Found), modules(Linked), otp_files(Found), app_files(Options, Found, Linked),
     boot_file(Options, Found, Linked, Scratch), config(Options)].

line(Fields) ->
    Text = unicode:characters_to_binary(lists:join("\t", Fields)),
    [$\n || <<$\n>> <= Text] =:= [] orelse throw({failed, ["a line break in ", Text]}),
    [Text, $\n].

%% -- what the user named -----------------------------------------------------------------------------------------------

%% [{App, Why, start | load}] in a folder: what it is shows by what it holds.
input(Folder) ->
    filelib:is_dir(Folder) orelse throw({failed, [Folder, " is no folder"]}),
    Tries = [{"_build/default/lib/*/ebin/*.app", "rebar3 build"}, {"_build/prod/lib/*/ebin/*.app", "mix build"},
             {"_build/dev/lib/*/ebin/*.app", "mix build"}, {"lib/*/ebin/*.app", "release"}, {"ebin/*.app", "application"},
             {"*.app", "folder"}],
    case [{Files, What} || {Pattern, What} <- Tries, (Files = filelib:wildcard(filename:join(Folder, Pattern))) =/= []] of
        [{Files, What} | _] -> [{ling_apps:read(F), ["in the ", What, " ", Folder], start} || F <- Files];
        [] ->
            ling_beams:in(Folder) =/= [] orelse throw({failed, [Folder, " holds no .beam files and no application"]}),
            [{ling_apps:folder(Folder), ["the folder ", Folder], folder}]
    end.

find(#{folders := Folders, libraries := Libraries, apps := Wanted} = Options) ->
    Otp = otp(Options),
    Inputs = lists:append([input(Folder) || Folder <- Folders]),
    Library = maps:remove(erts, ling_apps:library([filename:join(Otp, "lib") | Libraries ++ libraries()])),
    Named = [{Name, "named by --app"} || Name <- Wanted],
    Called = called([App || {App, _, _} <- Inputs], Library),
    Base = [{kernel, "every image has it"}, {stdlib, "every image has it"}],
    Apps = ling_apps:close([{App, Why} || {App, Why, _} <- Inputs], Base ++ Named ++ Called, Library),
    Starts = [Name || {#{name := Name}, _, start} <- Inputs] ++ Wanted,
    #found{otp = Otp, release = release(Otp), apps = Apps, starts = Starts}.

libraries() ->
    string:tokens(os:getenv("ERL_LIBS", ""), ":").

otp(#{otp := none}) -> code:root_dir();
otp(#{otp := Root}) -> Root.

release(Otp) ->
    case file:read_file(filename:join(Otp, "releases/start_erl.data")) of
        {ok, Line} ->
            [Erts, Release | _] = string:tokens(binary_to_list(Line), " \t\n"),
            {Erts, Release};
        {error, _} -> throw({failed, [Otp, " is not the root of an OTP installation"]})
    end.

%% Applications of the library whose modules are called: by name, or as an atom given to application:start and its kin.
called(Inputs, Library) ->
    Owner = maps:from_list([{M, Name} || {Name, App} <- lists:sort(maps:to_list(Library)), M <- listed(App)]),
    Own = [M || App <- Inputs, {M, _} <- ling_apps:modules(App)],
    lists:append([called_by(File, Owner, Own, Library) || #{file := none} = App <- Inputs, {_, File} <- ling_apps:modules(App)]).

listed(#{spec := Spec}) -> proplists:get_value(modules, Spec, []).

called_by(File, Owner, Own, Library) ->
    Imports = ling_beams:imports(File),
    Module = ling_beams:name(File),
    Calls = [{maps:get(M, Owner), io_lib:format("~ts calls ~ts:~ts/~b", [Module, M, F, A])}
             || {M, F, A} <- Imports, is_map_key(M, Owner), not lists:member(M, Own)],
    Starts = [F || {application, F, _} <- Imports, lists:member(F, [start, ensure_started, ensure_all_started, start_boot])],
    Named = [{Atom, io_lib:format("~ts may start it: it calls application:~ts and names ~ts", [Module, hd(Starts), Atom])}
             || Starts =/= [], Atom <- ling_beams:atoms(File), is_map_key(Atom, Library)],
    Calls ++ Named.

%% -- names in the image ------------------------------------------------------------------------------------------------

app_folder(#{file := none}) -> "/app";
app_folder(#{name := Name} = App) -> [?ROOT, "/lib/", atom_to_list(Name), $-, ling_apps:version(App)].

app_ebin(App) -> lists:flatten([app_folder(App), "/ebin"]).

%% -- modules -------------------------------------------------------------------------------------------------------------

%% [{preloaded | module, Name, Host's file, Image's file}] that are loaded while the image is made.
linked(#{link := false}, _) -> [];
linked(_, #found{apps = Apps} = Found) ->
    Preloaded = [{preloaded, ling_beams:name(F), F, F} || F <- preloaded(Found)],
    Own = code:which(ling_image),
    Others = [{module, M, File, lists:concat([app_ebin(App), "/", M, ".beam"])}
              || {App, _} <- Apps, {M, File} <- ling_apps:modules(App), not ling_beams:has_on_load(File)],
    Preloaded ++ [{module, ling_image, Own, ?ROOT "/lib/ling/ebin/ling_image.beam"} | Others].

preloaded(#found{otp = Otp, release = {Erts, _}}) ->
    Folders = [filename:join([Otp, "lib", "erts-" ++ Erts, "ebin"]), filename:join([Otp, "erts-" ++ Erts, "ebin"])],
    LeftOut = [prim_socket, prim_net, socket_registry], % as `ling run`: there is no socket NIF
    case [F || Folder <- Folders, F <- ling_beams:in(Folder)] of
        [] -> throw({failed, [Otp, " has no preloaded modules"]});
        Files -> [F || F <- Files, not lists:member(ling_beams:name(F), LeftOut)]
    end.

modules(Linked) ->
    [line([atom_to_list(Kind), atom_to_list(Name), filename:absname(File)]) || {Kind, Name, File, _} <- Linked].

%% -- files ---------------------------------------------------------------------------------------------------------------

file(Image, Host) -> line(["file", Image, filename:absname(Host)]).

otp_files(#found{otp = Otp, release = {Erts, Release}} = Found) ->
    Version = filename:join([Otp, "releases", Release, "OTP_VERSION"]),
    [file(?ROOT "/releases/start_erl.data", filename:join(Otp, "releases/start_erl.data")),
     [file([?ROOT, "/releases/", Release, "/OTP_VERSION"], Version) || filelib:is_regular(Version)],
     [file([?ROOT, "/lib/erts-", Erts, "/ebin/", filename:basename(F)], F) || F <- preloaded(Found)]].

app_files(Options, #found{apps = Apps}, Linked) ->
    There = sets:from_list([File || {_, _, File, _} <- Linked]),
    [[app_file(App), beams(Options, App, There), priv(App)] || {App, _} <- Apps].

app_file(#{file := none}) -> [];
app_file(#{file := File} = App) -> file([app_ebin(App), "/", filename:basename(File)], File).

beams(#{beams := Keep}, App, Linked) ->
    [file([app_ebin(App), "/", filename:basename(F)], F)
     || {_, F} <- ling_apps:modules(App), Keep orelse not sets:is_element(F, Linked)].

priv(#{file := none}) -> [];
priv(#{folder := Folder} = App) ->
    Priv = filename:join(Folder, "priv"),
    [file([app_folder(App), "/priv/", F], filename:join(Priv, F))
     || F <- lists:sort(filelib:wildcard("**", Priv)), filelib:is_regular(filename:join(Priv, F))].

config(#{config := none}) -> [];
config(#{config := File}) -> file(?ROOT "/sys.config", File).

%% -- the start -----------------------------------------------------------------------------------------------------------

boot_file(_, #found{otp = Otp, apps = Apps, starts = Starts}, Linked, Scratch) ->
    Template = template(Otp),
    Paths = [app_ebin(App) || {App, _} <- Apps],
    Loaded = [{M, Image} || {module, M, _, Image} <- Linked],
    Beyond = [{Name, Spec, start_or_load(App, Starts)}
              || {#{name := Name, spec := Spec, file := F} = App, _} <- Apps, F =/= none, Name =/= kernel, Name =/= stdlib],
    File = filename:join(Scratch, "image.boot"),
    ok = file:write_file(File, ling_boot_script:make(Template, Paths, Loaded, Beyond)),
    file(?ROOT "/bin/image.boot", File).

%% What the user named is started, and so is what that needs: all that is not only there to be called.
start_or_load(#{spec := Spec}, Starts) ->
    case Starts =/= [] orelse proplists:is_defined(mod, Spec) of
        true when Starts =/= [] -> start;
        _ -> load
    end.

template(Otp) ->
    Files = [filename:join(Otp, F) || F <- ["bin/start_clean.boot", "bin/start.boot"]] ++
        lists:sort(filelib:wildcard(filename:join(Otp, "releases/*/start_clean.boot"))),
    case [Bytes || F <- Files, {ok, Bytes} <- [file:read_file(F)]] of
        [Bytes | _] -> Bytes;
        [] -> throw({failed, [Otp, " has no boot file (bin/start_clean.boot)"]})
    end.

arguments(#{shell := Shell, words := Words, config := Config}, _) ->
    ["--otp", ?ROOT, "-boot", ?ROOT "/bin/image"] ++ ["-noshell" || not Shell] ++
        [W || Config =/= none, W <- ["-config", ?ROOT "/sys"]] ++ Words.

%% -- reasons -------------------------------------------------------------------------------------------------------------

reasons(#found{apps = Apps}) ->
    [[line(["reason", ["application ", atom_to_list(Name)], ling_apps:version(App), Why]),
      [line(["reason", ["module ", atom_to_list(M)], atom_to_list(Name), "in its application"])
       || {M, _} <- ling_apps:modules(App)]] || {#{name := Name} = App, Why} <- Apps].

explain(#{explain := false}, _) -> ok;
explain(_, #found{apps = Apps}) ->
    [io:format("~ts: ~ts~n", [Name, Why]) || {#{name := Name}, Why} <- Apps],
    ok.
