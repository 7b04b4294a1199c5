%% What the tools for images ask of .beam files.
-module(ling_beams).
-export([name/1, imports/1, atoms/1, has_on_load/1, in/1, small/2]).

%% The .beam files of a folder, ordered.
in(Folder) ->
    lists:sort(filelib:wildcard(filename:join(Folder, "*.beam"))).

name(File) ->
    list_to_atom(filename:basename(File, ".beam")).

%% [{Module, Function, Arity}] that the module calls by name in others.
imports(File) ->
    chunk(File, imports).

%% Every atom in it.
atoms(File) ->
    [Atom || {_, Atom} <- chunk(File, atoms)].

chunk(File, Which) ->
    case beam_lib:chunks(File, [Which]) of
        {ok, {_, [{Which, Found}]}} -> Found;
        {error, beam_lib, Reason} -> throw({failed, beam_lib:format_error(Reason)})
    end.

%% Must it run code of its own before it can be called?  Then it cannot be linked beforehand.
has_on_load(File) ->
    {ok, Bytes} = file:read_file(File),
    case erlang:prepare_loading(name(File), Bytes) of
        {error, Reason} -> throw({failed, io_lib:format("~ts cannot be loaded: ~p", [File, Reason])});
        Prepared -> erlang:has_prepared_code_on_load(Prepared)
    end.

%% A copy without what only tools read, compressed.  beam_lib:strip/1 is given bytes: of a name it rewrites the file.
small(File, Scratch) ->
    {ok, Original} = file:read_file(File),
    {ok, {_, Bytes}} = beam_lib:strip(Original),
    true = is_binary(Bytes),
    To = filename:join(Scratch, filename:basename(File)),
    ok = file:write_file(To, Bytes),
    To.
