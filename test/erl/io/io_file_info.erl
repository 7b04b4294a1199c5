%% read_file_info and write_file_info: sizes, modes, times in all forms.
-module(io_file_info).
-export([main/0]).
-include_lib("kernel/include/file.hrl").
-include("check.hrl").

main() ->
    F = tmp(),
    ok = file:write_file(F, lists:duplicate(1234, $x)),
    ok = file:change_mode(F, 8#640),
    {ok, I} = file:read_file_info(F),
    show(info, {I#file_info.size, I#file_info.type, I#file_info.access, I#file_info.mode band 8#7777, I#file_info.links}),
    show(tuple, {tuple_size(I), element(1, I)}),
    T = {{2001, 2, 3}, {4, 5, 6}},
    show(change_time, file:change_time(F, T)), {ok, J} = file:read_file_info(F),
    show(times, J#file_info.mtime),
    show(change_both, file:change_time(F, {{1999, 12, 31}, {23, 59, 59}}, T)), {ok, K} = file:read_file_info(F),
    show(times, {K#file_info.atime, K#file_info.mtime}),
    show(posix, file:write_file_info(F, #file_info{atime = 1000000000, mtime = 1}, [{time, posix}])),
    {ok, P} = file:read_file_info(F, [{time, posix}]), show(posix, {P#file_info.atime, P#file_info.mtime}),
    {ok, U} = file:read_file_info(F, [{time, universal}]), show(universal, {U#file_info.atime, U#file_info.mtime}),
    {ok, Raw} = file:read_file_info(F, [raw, {time, posix}]), show(raw, Raw#file_info.size),
    {ok, D} = file:open(F, [read, raw]), {ok, H} = file:read_file_info(D, [{time, posix}]),
    show(handle, {H#file_info.size, H#file_info.type, H#file_info.access, H#file_info.mtime}), file:close(D),
    show(mode, file:write_file_info(F, #file_info{mode = 8#400})), {ok, M} = file:read_file_info(F),
    show(mode, M#file_info.mode band 8#777),
    show(last_modified, filelib:last_modified("/no/such/file")),
    show(bad, [try file:write_file_info(F, X) catch C:R -> {C, R} end || X <- [foo, #file_info{mtime = foo}, #file_info{mode = foo}]]),
    show(missing, {file:read_file_info("/no/such/file"), file:read_link_info("/no/such"), file:write_file_info("/no/such", #file_info{mode = 8#600}), file:change_mode("/no/such", 1)}),
    {ok, Dev} = file:read_file_info("/dev/null"), show(device, Dev#file_info.type),
    {ok, Dir} = file:read_file_info("/"), show(dir, Dir#file_info.type),
    show(owner, file:change_owner(F, H#file_info.uid)),
    show(group, file:change_group(F, H#file_info.gid)),
    show(advise, [begin {ok, A} = file:open(F, [read, raw]), X = file:advise(A, 0, 10, W), file:close(A), X end || W <- [normal, sequential, random, no_reuse, will_need, dont_need, foo]]),
    file:delete(F).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
