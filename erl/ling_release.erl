%% An OTP release as rebar3 (relx), mix and systools make them: its applications, boot script, flags and configuration.
-module(ling_release).
-export([is/1, read/2, boot/3]).

is(Folder) -> filelib:is_regular(filename:join(Folder, "releases/start_erl.data")).

%% `Otp' has the runtime system, and the applications that the release leaves to it.
read(Folder, Otp) ->
    {Erts, Version} = ling_inputs:release(Folder),
    same_runtime(Folder, Erts, Otp),
    Place = filename:join([Folder, "releases", Version]),
    {Name, Specs} = release_file(Folder, Place, Version),
    Apps = [{find(App, Otp, Folder), ["in the release ", Folder]} || App <- Specs],
    {script, Id, Steps} = script(Place, Name),
    {Words, Dropped} = flags(Place),
    #{apps => Apps, script => {script, Id, Steps}, words => Words, dropped => Dropped,
      folders => code_path(Steps, Apps, Place, Version), config => config(Place),
      files => files(Place, Version), environment => environment(Name, Version)}.

same_runtime(Folder, Erts, Otp) ->
    case ling_inputs:release(Otp) of
        {Erts, _} -> ok;
        {Other, _} ->
            throw({failed, io_lib:format("~ts was made for erts ~ts, and ~ts has ~ts; name its OTP by --otp ROOT", [Folder, Erts, Otp, Other])})
    end.

release_file(Folder, Place, Version) ->
    Files = filelib:wildcard(filename:join(Place, "*.rel")) ++ filelib:wildcard(filename:join(Folder, "releases/*.rel")),
    Found = [{Name, Apps} || F <- Files, {ok, [{release, {Name, V}, _, Apps}]} <- [file:consult(F)], V =:= Version],
    case Found of
        [One | _] -> One;
        [] -> throw({failed, [Folder, " has no .rel file of version ", Version]})
    end.

%% An application of the release, {Name, Version, ...}: in its own lib, or OTP's.
find(App, Otp, Folder) ->
    Name = element(1, App),
    Directory = lists:concat([Name, "-", element(2, App)]),
    Files = [filename:join([Root, "lib", Directory, "ebin", lists:concat([Name, ".app"])]) || Root <- [Folder, Otp]],
    case [F || F <- Files, filelib:is_regular(F)] of
        [File | _] -> ling_apps:read(File);
        [] -> throw({failed, [Directory, ", which the release ", Folder, " names, is in neither its lib nor that of ", Otp]})
    end.

script(Place, Name) ->
    Files = [filename:join(Place, F) || F <- ["start.boot", Name ++ ".boot"]],
    case [binary_to_term(Bytes) || F <- Files, {ok, Bytes} <- [file:read_file(F)]] of
        [{script, _, Steps} = Script | _] when is_list(Steps) -> Script;
        _ -> throw({failed, [Place, " has no boot file (start.boot)"]})
    end.

flags(Place) ->
    File = filename:join(Place, "vm.args"),
    case filelib:is_regular(File) of
        true -> ling_arguments:read(File);
        false -> {[], []}
    end.

config(Place) ->
    File = filename:join(Place, "sys.config"),
    case filelib:is_regular(File) of
        true -> File;
        false -> none
    end.

%% What programs of the release look for beside its configuration: runtime.exs, files of config providers.
files(Place, Version) ->
    Names = lists:sort(filelib:wildcard("**", Place)),
    [{["/otp/releases/", Version, "/", F], filename:join(Place, F)}
     || F <- Names, filelib:is_regular(filename:join(Place, F)),
        not lists:member(filename:extension(F), [".boot", ".script", ".beam", ".sh", ".bat", ".rel"]),
        not lists:member(F, ["elixir", "iex", "sys.config", "vm.args", "remote.vm.args"])].

%% The variables that the start scripts of mix and relx set.
environment(Name, Version) ->
    ["RELEASE_ROOT=/otp", "RELEASE_NAME=" ++ Name, "RELEASE_VSN=" ++ Version, "RELEASE_PROG=" ++ Name,
     "RELEASE_COMMAND=start", "RELEASE_MODE=embedded", "RELEASE_DISTRIBUTION=none", "RELEASE_BOOT_SCRIPT=start",
     "RELEASE_TMP=/tmp", "RELEASE_SYS_CONFIG=/otp/sys", "ROOTDIR=/otp"].

%% -- paths -------------------------------------------------------------------------------------------------------------

%% The code path in its order: [{Application, Folder in the image, Folder here}].
code_path(Steps, Apps, Place, Version) ->
    [{Last, _} | _] = lists:reverse([{Paths, path} || {path, Paths} <- Steps]),
    [folder(in_image(Path), Apps, Place, Version) || Path <- Last].

folder(Image, Apps, Place, Version) ->
    Releases = "/otp/releases/" ++ Version ++ "/",
    case [{Name, Ebin} || {#{name := Name, ebin := Ebin} = App, _} <- Apps, ling_apps:image(App) ++ "/ebin" =:= Image] of
        [{Name, Ebin}] -> {Name, Image, Ebin};
        [] ->
            case lists:prefix(Releases, Image) of
                true ->
                    Rest = lists:nthtail(length(Releases), Image),
                    {list_to_atom(filename:basename(Rest)), Image, filename:join(Place, Rest)};
                false -> throw({failed, ["the boot file names ", Image, ", which is in no application of the release"]})
            end
    end.

in_image("$ROOT/" ++ Rest) -> plain("/otp/" ++ Rest);
in_image("$RELEASE_LIB/" ++ Rest) -> plain("/otp/lib/" ++ Rest);
in_image([$$ | _] = Path) -> throw({failed, ["the boot file has a variable that nobody sets: ", Path]});
in_image(Path) -> Path.

plain(Path) ->
    Parts = lists:foldl(fun("..", [_ | Up]) -> Up; (Part, Up) -> [Part | Up] end, [], filename:split(Path)),
    filename:join(lists:reverse(Parts)).

%% The release's script, with its paths as they are in the image.
boot({script, Id, Steps}, Loaded, Present) ->
    Here = [case Step of
                {path, Paths} -> {path, [in_image(P) || P <- Paths]};
                _ -> Step
            end || Step <- Steps],
    ling_boot_script:bytes({script, Id, ling_boot_script:common(Here, Loaded, Present)}).
