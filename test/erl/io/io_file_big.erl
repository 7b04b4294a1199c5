%% Large files: gathering writes, large reads, sparse files beyond 4 GiB.
%% needs: sparse files
-module(io_file_big).
-export([main/0]).
-include("check.hrl").

main() ->
    F = tmp(),
    Chunk = binary:copy(<<"0123456789abcdef">>, 4096),
    {ok, D} = file:open(F, [write, read, raw, binary]),
    ok = file:write(D, [[Chunk, N] || N <- lists:seq(0, 199)]),
    show(size, filelib:file_size(F)),
    {ok, B} = file:read_file(F), show(md5, binary:encode_hex(erlang:md5(B))),
    {ok, P} = file:pread(D, 65530, 20), show(pread, P),
    {ok, Q} = file:pread(D, 0, 100000000), show(all, byte_size(Q)),
    Far = 5 * 1024 * 1024 * 1024,
    show(far, file:pwrite(D, Far, "end")), show(size, filelib:file_size(F)),
    show(read_far, file:pread(D, Far - 2, 10)), show(eof, file:pread(D, Far + 3, 1)),
    show(position, file:position(D, eof)),
    {ok, _} = file:position(D, 10), show(truncate, file:truncate(D)), show(size, filelib:file_size(F)),
    show(allocate, file:allocate(D, 0, 4096)), show(size, filelib:file_size(F)),
    show(bad, [file:allocate(D, -1, 1), file:allocate(D, 0, -1)]),
    ok = file:close(D),
    Deep = lists:foldl(fun(_, A) -> [A] end, "deep", lists:seq(1, 100000)),
    show(deep, file:write_file(F, Deep)), show(read, file:read_file(F)),
    Many = [<<N:8>> || N <- lists:seq(0, 255), _ <- lists:seq(1, 100)],
    show(many, file:write_file(F, Many)), {ok, M} = file:read_file(F), show(many, {byte_size(M), erlang:crc32(M)}),
    file:delete(F).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
