%% consult, eval, script, path_open, copy.
-module(io_file_terms).
-export([main/0]).

main() ->
    D = tmp(), ok = file:make_dir(D), J = fun(N) -> filename:join(D, N) end,
    ok = file:write_file(J("t"), "{a, 1}.\n[b, \"s\", <<1>>].\n#{k => 1.5}.\n"),
    show(file:consult(J("t"))),
    ok = file:write_file(J("bad"), "{a, 1}.\n{b\n"), show(file:consult(J("bad"))),
    ok = file:write_file(J("s"), "X = 1.\nX + 41.\n"), show(file:script(J("s"))),
    show(file:script(J("none"))),
    ok = file:write_file(J("v"), "Y * 2.\n"), show(file:script(J("v"), [{'Y', 21}])), show(file:eval(J("s"))),
    {ok, P, Full} = file:path_open(["/no/such", D], "t", [read]), show(Full =:= J("t")), file:close(P),
    {ok, T, _} = file:path_consult([D], "t"), show(T),
    Big = crypto_free(200000), ok = file:write_file(J("big"), Big),
    show(file:copy(J("big"), J("big2"))), {ok, B2} = file:read_file(J("big2")), show(B2 =:= Big),
    show(file:copy(J("big"), J("part"), 1000)), show(filelib:file_size(J("part"))),
    show(file:copy(J("none"), J("x"))), show(file:copy({J("t"), [read]}, {J("big2"), [append]})), show(filelib:file_size(J("big2"))),
    ok = file:write_file(J("z.gz"), zlib:gzip("compressed text")),
    {ok, Z} = file:open(J("z.gz"), [read, compressed]), show(file:read(Z, 100)), file:close(Z),
    file:del_dir_r(D).

crypto_free(N) -> list_to_binary([(X * 7919) rem 251 || X <- lists:seq(1, N)]).
show(X) -> io:format("~p~n", [X]).
tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
