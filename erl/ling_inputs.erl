%% What the user named: folders of .beam files, applications, rebar3 and mix builds; and the applications that they need.
-module(ling_inputs).
-export([read/1, library/2, needed/3, otp/1, release/1, preloaded/1]).

%% [{App, Why, start | folder}] in a folder: what it is shows by what it holds.
read(Folder) ->
    filelib:is_dir(Folder) orelse throw({no_input, [Folder, " is no folder"]}),
    Tries = [{"_build/default/lib/*/ebin/*.app", "rebar3 build"}, {"_build/prod/lib/*/ebin/*.app", "mix build"},
             {"_build/dev/lib/*/ebin/*.app", "mix build"}, {"lib/*/ebin/*.app", "lib"}, {"ebin/*.app", "application"},
             {"*.app", "folder"}],
    case [{Files, What} || {Pattern, What} <- Tries, (Files = filelib:wildcard(filename:join(Folder, Pattern))) =/= []] of
        [{Files, What} | _] -> [{ling_apps:read(F), ["in the ", What, " ", Folder], start} || F <- Files];
        [] ->
            ling_beams:in(Folder) =/= [] orelse throw({failed, [Folder, " holds no .beam files and no application"]}),
            [{ling_apps:folder(Folder), ["the folder ", Folder], folder}]
    end.

%% -- the OTP that goes in ------------------------------------------------------------------------------------------------

otp(#{otp := Asked}) ->
    Root = case Asked of none -> code:root_dir(); _ -> Asked end,
    {_, _} = release(Root),
    Root.

%% {Version of erts, release} of an OTP installation.
release(Otp) ->
    case file:read_file(filename:join(Otp, "releases/start_erl.data")) of
        {ok, Line} ->
            [Erts, Release | _] = string:tokens(binary_to_list(Line), " \t\n"),
            {Erts, Release};
        {error, _} -> throw({no_input, [Otp, " is not the root of an OTP installation"]})
    end.

%% The .beam files of the runtime system.
preloaded(Otp) ->
    {Erts, _} = release(Otp),
    Folders = [filename:join([Otp, "lib", "erts-" ++ Erts, "ebin"]), filename:join([Otp, "erts-" ++ Erts, "ebin"])],
    LeftOut = [prim_socket, prim_net], % as `ling run`: there is no socket NIF
    case [F || Folder <- Folders, F <- ling_beams:in(Folder)] of
        [] -> throw({failed, [Otp, " has no preloaded modules"]});
        Files -> [F || F <- Files, not lists:member(ling_beams:name(F), LeftOut)]
    end.

%% -- applications that are needed ------------------------------------------------------------------------------------------

%% Where applications may come from that nobody named.
library(Otp, Folders) ->
    ErlLibs = string:tokens(os:getenv("ERL_LIBS", ""), ":"),
    maps:remove(erts, ling_apps:library([filename:join(Otp, "lib") | Folders ++ ErlLibs ++ elixir()])).

%% The applications of the Elixir that is installed: a mix build has its own beside it, not Elixir's.
elixir() ->
    case os:find_executable("elixir") of
        false -> [];
        Program ->
            Up = filename:dirname(filename:dirname(follow(Program))),
            [Lib || Lib <- [filename:join(Up, "lib"), filename:join(Up, "lib/elixir/lib")],
                    filelib:is_regular(filename:join(Lib, "elixir/ebin/elixir.app"))]
    end.

follow(Path) ->
    case file:read_link_all(Path) of
        {ok, To} -> follow(filename:absname(To, filename:dirname(Path)));
        {error, _} -> Path
    end.

%% [{App, Why}] of inputs and all that they need, those needed first.
needed(Inputs, Named, Library) ->
    Called = called([App || {App, _, _} <- Inputs], Library),
    Base = [{kernel, "every image has it"}, {stdlib, "every image has it"}],
    Wanted = Base ++ [{Name, "named by --app"} || Name <- Named] ++ Called,
    ling_apps:close([{App, Why} || {App, Why, _} <- Inputs], Wanted, Library).

%% Applications of the library whose modules are called: by name, or as an atom given to application:start and its kin.
called(Inputs, Library) ->
    Owner = maps:from_list([{M, Name} || {Name, App} <- lists:sort(maps:to_list(Library)), M <- listed(App)]),
    Own = [M || App <- Inputs, {M, _} <- ling_apps:modules(App)],
    lists:append([called_by(File, Owner, Own, Library)
                  || #{file := none} = App <- Inputs, {_, File} <- ling_apps:modules(App)]).

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
