%% The same bad names and descriptors in every operation.
-module(io_file_errors).
-export([main/0]).

main() ->
    Bad = ["", "/no/such/dir/x", "/dev/null/x", lists:duplicate(300, $n), "a\0b", [$a | b], 42, [foo], <<1:7>>, [16#d800], [16#110000]],
    Ops = [{read_file, fun file:read_file/1}, {open, fun(N) -> element(2, file:open(N, [read])) end},
           {delete, fun file:delete/1}, {make_dir, fun file:make_dir/1}, {del_dir, fun file:del_dir/1},
           {list_dir, fun file:list_dir/1}, {read_link, fun file:read_link/1}, {info, fun file:read_file_info/1},
           {set_cwd, fun file:set_cwd/1}, {rename, fun(N) -> file:rename(N, "/no/such/dir/y") end},
           {rename_to, fun(N) -> file:rename("/no/such/dir/y", N) end}, {link, fun(N) -> file:make_link(N, "/no/such/dir/y") end},
           {symlink, fun(N) -> file:make_symlink("x", N) end}],
    [io:format("~p: ~p~n", [Op, [try F(N) catch C:R -> {C, R} end || N <- Bad, not (Op =:= make_dir andalso N =:= foo)]]) || {Op, F} <- Ops],
    S = fun(X) -> io:format("~p~n", [X]) end,
    S([catch file:read(X, 1) || X <- [foo, 1, {file_descriptor, foo, bar}]]),
    S([catch file:close(X) || X <- [foo, 1]]),
    {ok, D} = file:open("/dev/null", [read, raw]),
    S([catch file:read(D, N) || N <- [-1, foo, 1.0, 1 bsl 70]]),
    S([catch file:position(D, N) || N <- [foo, 1 bsl 70]]),
    S(file:close(D)), S(file:close(D)), S(file:read(D, 1)), S(file:write(D, "x")), S(file:sync(D)), S(file:position(D, 0)),
    S([file:format_error(E) || E <- [enoent, eacces, eisdir, badarg, foo, {1, erl_parse, ["x"]}]]).
