%% Modes of file:open/2, cooked and raw.
-module(io_file_modes).
-export([main/0]).
-include("check.hrl").

main() ->
    Dir = tmp(), ok = file:make_dir(Dir),
    F = filename:join(Dir, "a"),
    [one(F, Raw) || Raw <- [[], [raw]]],
    show(bad, [try element(1, file:open(F, M)) catch C:R -> {C, R} end || M <- [[foo], foo, [read | write], [{encoding, foo}], [raw, {delayed_write, 0, foo}]]]),
    show(none, [file:open(filename:join(Dir, "none"), M) || M <- [[read], [read, raw], [raw]]]),
    show(dir, [element(2, file:open(Dir, M)) || M <- [[read], [write], [raw, write]]]),
    {ok, D} = file:open(Dir, [read, directory, raw]),
    show(dir_read, file:read(D, 10)),
    file:close(D),
    show(not_dir, file:open(F, [read, directory])),
    file:delete(F),
    file:del_dir(Dir).

one(F, Raw) ->
    file:delete(F),
    {ok, W} = file:open(F, [write | Raw]),
    show(write, file:write(W, "0123456789")),
    show(read_of_write_only, file:read(W, 3)),
    ok = file:close(W),
    {ok, R} = file:open(F, [read | Raw]),
    show(read, file:read(R, 4)),
    show(write_of_read_only, file:write(R, "x")),
    show(rest, file:read(R, 100)),
    show(eof, file:read(R, 1)),
    show(zero, file:read(R, 0)),
    ok = file:close(R),
    show(closed, file:read(R, 1)),
    {ok, B} = file:open(F, [read, write, binary | Raw]),
    show(binary, file:read(B, 3)),
    show(overwrite, file:write(B, <<"abc">>)),
    show(position, file:position(B, cur)),
    show(start, file:position(B, bof)),
    show(all, file:read(B, 100)),
    ok = file:close(B),
    {ok, A} = file:open(F, [append | Raw]),
    ok = file:write(A, "end"),
    {ok, 0} = file:position(A, 0),
    ok = file:write(A, "!"),
    ok = file:close(A),
    show(appended, file:read_file(F)),
    show(exclusive, file:open(F, [exclusive | Raw])),
    show(write_truncates, begin {ok, T} = file:open(F, [write | Raw]), file:close(T), file:read_file(F) end).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
