%% Modules found in folders: added, changed on disk, removed.
-module(code_paths).
-export([main/0]).
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Dir = filename:join("/tmp", "ling_code_paths_" ++ os:getpid()),
    ok = file:make_dir(Dir),
    io:format("~p~n", [code:ensure_loaded(cpa_m)]),
    true = code:add_patha(Dir),
    io:format("~p~n", [hd(code:get_path()) =:= Dir]),
    write(Dir, 1),
    io:format("~p~n", [{cpa_m:v(), code:which(cpa_m) =:= filename:join(Dir, "cpa_m.beam")}]),
    write(Dir, 2),
    io:format("~p~n", [{cpa_m:v(), code:modified_modules()}]),
    io:format("~p~n", [{code:load_file(cpa_m), cpa_m:v(), code:modified_modules()}]),
    io:format("~p~n", [{code:purge(cpa_m), code:load_abs(filename:join(Dir, "cpa_m")), cpa_m:v()}]),
    {cpa_m, Bin, File} = code:get_object_code(cpa_m),
    io:format("~p~n", [{is_binary(Bin), filename:basename(File)}]),
    ok = file:write_file(filename:join(Dir, "cpa_bad.beam"), "this is no module"),
    io:format("~p~n", [code:load_file(cpa_bad)]),
    io:format("~p~n", [try cpa_bad:f() catch C:R -> {C, R} end]),
    true = code:del_path(Dir),
    code:purge(cpa_m), code:delete(cpa_m), code:purge(cpa_m),
    io:format("~p~n", [try cpa_m:v() catch C2:R2 -> {C2, R2} end]),
    io:format("~p~n", [code:add_path("/no/such/folder")]),
    [file:delete(F) || F <- filelib:wildcard(filename:join(Dir, "*"))],
    ok = file:del_dir(Dir).

write(Dir, N) ->
    ok = file:write_file(filename:join(Dir, "cpa_m.beam"),
                         build(["-module(cpa_m).", "-export([v/0]).", "v() -> " ++ integer_to_list(N) ++ "."])).
