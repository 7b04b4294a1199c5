%% Directories: make, list, rename, delete, and their errors.
-module(io_file_dirs).
-export([main/0]).
-include("check.hrl").

main() ->
    D = tmp(), J = fun(N) -> filename:join(D, N) end,
    show(make, file:make_dir(D)), show(again, file:make_dir(D)),
    show(no_parent, file:make_dir(J("x/y"))),
    show(ensure, filelib:ensure_dir(J("p/q/r/file"))),
    show(ensure_path, filelib:ensure_path(J("p/q/s"))),
    [ok = file:write_file(J(N), N) || N <- ["b", "a", "c"]],
    show(list, sorted(file:list_dir(D))), show(list_all, sorted(file:list_dir_all(D))),
    show(list_none, file:list_dir(J("none"))), show(list_file, file:list_dir(J("a"))),
    show(rename, file:rename(J("a"), J("z"))), show(rename_none, file:rename(J("a"), J("y"))),
    show(rename_over, file:rename(J("b"), J("z"))), show(content, file:read_file(J("z"))),
    show(rename_dir, file:rename(J("p"), J("o"))),
    show(dir_over_file, file:rename(J("o"), J("z"))),
    show(file_over_dir, file:rename(J("z"), J("o"))),
    show(into_itself, file:rename(J("o"), J("o/q/t"))),
    ok = file:make_dir(J("full")), ok = file:write_file(J("full/f"), ""),
    show(over_full, file:rename(J("o"), J("full"))),
    show(del_full, file:del_dir(J("o"))), show(del_file, file:del_dir(J("z"))), show(del_none, file:del_dir(J("none"))),
    show(del_r, file:del_dir_r(J("o"))), show(list, sorted(file:list_dir(D))),
    show(is, {filelib:is_dir(D), filelib:is_dir(J("z")), filelib:is_file(J("z")), filelib:is_regular(D), filelib:is_file(J("no"))}),
    show(del_all, file:del_dir_r(D)), show(gone, filelib:is_file(D)),
    show(del_r_none, file:del_dir_r(D)),
    many(D).

%% More names than one read of the host gives.
many(D) ->
    ok = file:make_dir(D),
    Names = [lists:flatten(io_lib:format("file_with_a_name_~4..0b", [N])) || N <- lists:seq(1, 500)],
    [ok = file:write_file(filename:join(D, N), "") || N <- Names],
    {ok, L} = file:list_dir(D),
    show(many, lists:sort(L) =:= Names),
    ok = file:del_dir_r(D).

sorted({ok, L}) -> {ok, lists:sort(L)};
sorted(E) -> E.
tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
