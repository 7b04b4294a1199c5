%% Symbolic and hard links.
-module(io_file_links).
-export([main/0]).
-include_lib("kernel/include/file.hrl").
-include("check.hrl").

main() ->
    D = tmp(), ok = file:make_dir(D), J = fun(N) -> filename:join(D, N) end,
    ok = file:write_file(J("f"), "data"),
    show(soft, file:make_symlink("f", J("s"))), show(again, file:make_symlink("f", J("s"))),
    show(read_link, file:read_link(J("s"))), show(read_link_all, file:read_link_all(J("s"))),
    show(not_link, file:read_link(J("f"))), show(none, file:read_link(J("none"))),
    show(through, file:read_file(J("s"))),
    show(hard, file:make_link(J("f"), J("h"))), show(hard_again, file:make_link(J("f"), J("h"))),
    show(hard_none, file:make_link(J("none"), J("i"))), show(hard_dir, file:make_link(D, J("i"))),
    {ok, I} = file:read_file_info(J("s")), {ok, L} = file:read_link_info(J("s")), {ok, H} = file:read_file_info(J("h")),
    show(types, {I#file_info.type, I#file_info.links, L#file_info.type, L#file_info.size, H#file_info.links}),
    show(same, I#file_info.inode =:= H#file_info.inode),
    ok = file:make_symlink("nowhere", J("d")),
    show(dangling, {file:read_file(J("d")), file:read_link(J("d")), filelib:is_file(J("d"))}),
    {ok, DI} = file:read_link_info(J("d")), show(dangling_info, {DI#file_info.type, file:read_file_info(J("d"))}),
    ok = file:make_symlink("loop2", J("loop1")), ok = file:make_symlink("loop1", J("loop2")),
    show(loop, file:read_file(J("loop1"))),
    ok = file:make_symlink(".", J("here")),
    show(dir, filelib:is_dir(J("here"))),
    show(del_dir_link, file:del_dir(J("here"))), show(delete_link, file:delete(J("here"))),
    file:delete(J("f")), show(still, file:read_file(J("h"))),
    ok = file:make_symlink(<<"caf", 233>>, J("raw")),
    show(raw, {file:read_link(J("raw")), file:read_link_all(J("raw"))}),
    file:del_dir_r(D).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
