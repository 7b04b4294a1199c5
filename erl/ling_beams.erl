%% What the tools for images ask of .beam files.
-module(ling_beams).
-export([name/1, imports/1, atoms/1, has_on_load/1, in/1, small/2, functions/1]).

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

%% {[{Function, Arity, Instructions}], [{Function, Arity}] exported}.  Of a module that OTP's disassembler does not
%% understand, each exported function is said to be all that the module imports and names.
functions(File) ->
    try beam_disasm:file(File) of
        {beam_file, _, Exports, _, _, Code} ->
            {[{F, A, Body} || {function, F, A, _, Body} <- Code], [{F, A} || {F, A, _} <- Exports]};
        {error, beam_lib, Reason} -> throw({failed, beam_lib:format_error(Reason)})
    catch
        exit:_ ->
            Exports = chunk(File, exports),
            All = [{call_ext, A, {extfunc, M, F, A}} || {M, F, A} <- imports(File)] ++ [{move, {atom, A}, {x, 0}} || A <- atoms(File)],
            {[{F, A, All} || {F, A} <- Exports], Exports}
    end.

%% A copy without what only tools read, compressed.  beam_lib:strip/1 is given bytes: of a name it rewrites the file.
small(File, Scratch) ->
    {ok, Original} = file:read_file(File),
    {ok, {_, Bytes}} = beam_lib:strip(Original),
    true = is_binary(Bytes),
    To = filename:join(Scratch, filename:basename(File)),
    ok = file:write_file(To, Bytes),
    To.
