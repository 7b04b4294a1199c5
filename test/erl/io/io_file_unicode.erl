%% Names beyond Latin-1, and names that are no text.
-module(io_file_unicode).
-export([main/0]).

main() ->
    D = tmp(), ok = file:make_dir(D), J = fun(N) -> filename:join(D, N) end,
    case file:native_name_encoding() of
        utf8 ->
            [ok = file:write_file(J(N), unicode:characters_to_binary(N)) || N <- [[229, 228], [1072, 1073], [16#1f600]]],
            {ok, L} = file:list_dir(D), io:format("~p~n", [lists:sort(L)]),
            io:format("~p~n", [[file:read_file(J(N)) || N <- lists:sort(L)]]),
            Raw = <<(list_to_binary(D))/binary, "/caf", 233>>,
            io:format("~p~n", [file:write_file(Raw, "raw")]),
            {ok, L3} = file:list_dir_all(D), io:format("~p~n", [lists:sort(L3)]),
            io:format("~p~n", [{file:read_file(Raw), file:delete(Raw)}]),
            io:format("~p~n", [file:set_cwd(Raw)]),
            ok = file:set_cwd(D), {ok, Cwd} = file:get_cwd(), io:format("~p~n", [Cwd =:= D]),
            ok = file:make_dir([960]), ok = file:set_cwd([960]), {ok, C2} = file:get_cwd(),
            io:format("~p~n", [lists:nthtail(length(D), C2)]), ok = file:set_cwd("/"),
            io:format("~p~n", [{prim_file:internal_name2native([960, "x"]), prim_file:internal_native2name(<<207, 128>>),
                                prim_file:internal_native2name(<<255>>), prim_file:is_translatable(<<255>>)}]);
        _ -> ok
    end,
    file:del_dir_r(D).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
