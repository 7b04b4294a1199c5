%% dets on top of ets and files.
-module(ets_dets).
-export([main/0]).
-include("check.hrl").

main() ->
    Dir = case os:getenv("TMPDIR") of false -> "/tmp"; D -> D end,
    File = filename:join(Dir, "ling_dets_" ++ os:getpid()),
    {ok, d} = dets:open_file(d, [{file, File}]),
    p(dets:insert(d, [{I, I * I} || I <- lists:seq(1, 100)])),
    p(dets:lookup(d, 7)),
    p(lists:sort(dets:match(d, {'$1', 49}))),
    p(lists:sort(dets:select(d, [{{'$1', '$2'}, [{'>', '$2', 9000}], ['$1']}]))),
    p(dets:info(d, size)),
    p(dets:delete(d, 7)),
    p(dets:close(d)),
    {ok, d} = dets:open_file(d, [{file, File}]),
    p({dets:info(d, size), dets:member(d, 7), dets:member(d, 8)}),
    T = ets:new(t, [ordered_set]),
    p(dets:to_ets(d, T) =:= T),
    p(ets:info(T, size)),
    ets:delete(T, 1),
    p(ets:to_dets(T, d)),
    p(dets:info(d, size)),
    dets:close(d),
    file:delete(File).
