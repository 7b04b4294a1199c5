%% filelib: wildcard, folds, sizes, tests.
-module(io_filelib).
-export([main/0]).
-include("check.hrl").

main() ->
    D = tmp(), ok = file:make_dir(D), J = fun(N) -> filename:join(D, N) end,
    [begin ok = filelib:ensure_dir(J(N)), ok = file:write_file(J(N), N) end || N <- ["a.erl", "b.erl", "c.txt", "sub/d.erl", "sub/deep/e.erl", ".hidden", "x1y", "x2y"]],
    [show(P, lists:sort(filelib:wildcard(P, D))) || P <- ["*", "*.erl", "**/*.erl", "*/*", "{a,c}.*", "x[12]y", "x[!1]y", "?.erl", "none*", ".*", "sub/../*.txt"]],
    show(fold, lists:sort(filelib:fold_files(D, "\\.erl$", true, fun(F, A) -> [filename:basename(F) | A] end, []))),
    show(flat, lists:sort(filelib:fold_files(D, ".*", false, fun(F, A) -> [filename:basename(F) | A] end, []))),
    show(size, [filelib:file_size(J(N)) || N <- ["a.erl", "none", "sub/deep/e.erl"]]),
    show(is, [{filelib:is_dir(J(N)), filelib:is_file(J(N)), filelib:is_regular(J(N))} || N <- ["sub", "a.erl", "none"]]),
    show(safe, [filelib:safe_relative_path(P, D) || P <- ["a", "../a", "sub/../b", "/abs", "sub/../../x"]]),
    show(find, element(1, filelib:find_source(J("a.beam")))),
    file:del_dir_r(D).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
