%% tab2list, from_dets-free helpers of ets.erl: foldl, foldr, to_dets-free, init_table, i.
-module(ets_tab2file).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{I, I * 2} || I <- lists:seq(1, 10)]),
    p(ets:foldl(fun({K, V}, A) -> [{V, K} | A] end, [], T)),
    p(ets:foldr(fun({K, V}, A) -> [{V, K} | A] end, [], T)),
    p(ets:tab2list(T)),
    U = ets:new(u, []),
    Init = fun Loop(I) -> fun(read) when I =< 3 -> {[{I, x}, {I + 10, y}], Loop(I + 1)}; (_) -> end_of_input end end,
    p(ets:init_table(U, Init(1))),
    p(lists:sort(ets:tab2list(U))),
    Dir = case os:getenv("TMPDIR") of false -> "/tmp"; D -> D end,
    File = filename:join(Dir, "ling_ets_" ++ os:getpid() ++ ".tab"),
    p(ets:tab2file(T, File)),
    {ok, Info} = ets:tabfile_info(File),
    p([lists:keyfind(K, 1, Info) || K <- [name, type, protection, named_table, keypos, size]]),
    ets:delete(T),
    {ok, T2} = ets:file2tab(File),
    p(ets:tab2list(T2)),
    ok = file:write_file(File, <<"nonsense">>),
    p(element(1, ets:file2tab(File))),
    file:delete(File),
    p(ets:info(T)).
