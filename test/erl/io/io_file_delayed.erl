%% Delayed writes, sync, and errors that come late.
-module(io_file_delayed).
-export([main/0]).
-include("check.hrl").

main() ->
    F = tmp(),
    {ok, D} = file:open(F, [write, raw, binary, {delayed_write, 10000, 60000}]),
    [ok = file:write(D, <<N>>) || N <- lists:seq(0, 99)],
    show(before, filelib:file_size(F)),
    show(sync, file:sync(D)),
    show(synced, filelib:file_size(F)),
    ok = file:write(D, binary:copy(<<"x">>, 20000)),
    show(over, filelib:file_size(F) > 100),
    show(datasync, file:datasync(D)),
    show(close, file:close(D)),
    show(size, filelib:file_size(F)),
    {ok, E} = file:open(F, [write, raw, delayed_write]),
    [ok = file:write(E, integer_to_list(N)) || N <- lists:seq(1, 1000)],
    ok = file:close(E),
    {ok, B} = file:read_file(F),
    show(content, {byte_size(B), erlang:crc32(B)}),
    {ok, G} = file:open(F, [read, write, binary, {delayed_write, 100, 50}]),
    ok = file:write(G, "first"),
    show(read_back, file:pread(G, 0, 5)),
    show(closed, {file:close(G), file:close(G)}),
    file:delete(F).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
