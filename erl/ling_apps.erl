%% Applications: where they are, which are needed, and why.
-module(ling_apps).
-export([read/1, library/1, folder/1, close/3, modules/1, version/1, image/1, consolidated/1]).
-export_type([app/0, apps/0]).

%% `folder' has ebin and perhaps priv below it; `spec' is what stands in the .app file.
-type app() :: #{name := atom(), folder := file:name(), ebin := file:name(), spec := [{atom(), term()}],
                 file := file:name()}.
-type apps() :: #{atom() => app()}.

%% The application whose .app file this is.
-spec read(file:name()) -> app().
read(File) ->
    case file:consult(File) of
        {ok, [{application, Name, Spec}]} ->
            Ebin = filename:dirname(File),
            #{name => Name, ebin => Ebin, folder => filename:dirname(Ebin), spec => Spec, file => File};
        {ok, _} -> throw({failed, [File, " is no application file"]});
        {error, Reason} -> throw({failed, [File, ": ", file:format_error(Reason)]})
    end.

%% All applications in folders like ROOT/lib; of several versions the highest.
-spec library([file:name()]) -> apps().
library(Folders) ->
    Files = [F || Folder <- Folders, F <- filelib:wildcard(filename:join(Folder, "*/ebin/*.app"))],
    lists:foldl(fun add_newer/2, #{}, Files).

add_newer(File, Apps) ->
    #{name := Name} = App = read(File),
    case Apps of
        #{Name := Known} ->
            case numbers(version(Known)) >= numbers(version(App)) of
                true -> Apps;
                false -> Apps#{Name := App}
            end;
        _ -> Apps#{Name => App}
    end.

numbers(Version) ->
    [case string:to_integer(Part) of {N, ""} when is_integer(N) -> N; _ -> Part end || Part <- string:tokens(Version, ".-")].

version(#{spec := Spec}) -> proplists:get_value(vsn, Spec, "").

%% A folder of .beam files that belongs to no application.
-spec folder(file:name()) -> app().
folder(Folder) ->
    #{name => list_to_atom(filename:basename(filename:absname(Folder))), folder => Folder, ebin => Folder, spec => [],
      file => none}.

%% Its folder in an image.
image(#{file := none}) -> "/app";
image(#{name := Name} = App) -> lists:flatten(["/otp/lib/", atom_to_list(Name), $-, version(App)]).

%% Folders of protocols that mix has consolidated: their modules stand for others of the same names.
consolidated(#{folder := Folder}) ->
    [Path || Path <- [filename:join(Folder, "consolidated")], filelib:is_dir(Path)].

%% [{Module, File}] of an application.
modules(#{ebin := Ebin}) ->
    [{ling_beams:name(File), File} || File <- ling_beams:in(Ebin)].

%% Adds to `Apps' what its members need of the library, and so on: [{App, Why}], those needed before those who need them.
-spec close([{app(), iodata()}], [{atom(), iodata()}], apps()) -> [{app(), iodata()}].
close(Roots, Wanted, Library) ->
    Own = maps:from_list([{Name, {App, Why}} || {#{name := Name} = App, Why} <- Roots]),
    Names = [{Name, Why} || {#{name := Name}, Why} <- Roots],
    {Order, _} = lists:foldl(fun({Name, Why}, State) -> visit(Name, Why, Own, Library, State) end, {[], #{}}, Wanted ++ Names),
    lists:reverse(Order).

visit(Name, Why, Own, Library, {Order, Seen} = State) ->
    case {Seen, Own, Library} of
        {#{Name := _}, _, _} -> State;
        {_, #{Name := {App, OwnWhy}}, _} -> visit_needs(App, OwnWhy, Own, Library, {Order, Seen#{Name => true}});
        {_, _, #{Name := App}} -> visit_needs(App, Why, Own, Library, {Order, Seen#{Name => true}});
        _ -> throw({failed, io_lib:format("application ~ts (~ts) is nowhere to be found; name its folder, or --lib DIR", [Name, Why])})
    end.

visit_needs(#{name := Name} = App, Why, Own, Library, State0) ->
    Reason = io_lib:format("needed by application ~ts", [Name]),
    Known = fun(N) -> is_map_key(N, Own) orelse is_map_key(N, Library) end,
    {Order, Seen} = lists:foldl(fun(N, State) -> visit(N, Reason, Own, Library, State) end, State0, needs(App, Known)),
    {[{App, Why} | Order], Seen}.

needs(#{spec := Spec}, Known) ->
    Get = fun(Key) -> proplists:get_value(Key, Spec, []) end,
    Optional = Get(optional_applications),
    [N || N <- Get(applications) ++ Get(included_applications), Known(N) orelse not lists:member(N, Optional)].
