%% dets: tables on disk, closed, reopened, repaired.
-module(io_dets).
-export([main/0]).
-include("check.hrl").

main() ->
    F = tmp(),
    {ok, t} = dets:open_file(t, [{file, F}, {type, set}]),
    [ok = dets:insert(t, {N, N * N, integer_to_list(N)}) || N <- lists:seq(1, 2000)],
    show(lookup, {dets:lookup(t, 44), dets:lookup(t, none), dets:member(t, 7)}),
    show(size, dets:info(t, size)), ok = dets:delete(t, 44), show(size, dets:info(t, size)),
    show(update, dets:update_counter(t, 5, {2, 10})),
    show(select, lists:sort(dets:select(t, [{{'$1', '_', "7"}, [], ['$1']}, {{'$1', '$2', '_'}, [{'>', '$2', 3980000}], ['$2']}]))),
    show(sync, dets:sync(t)), show(close, dets:close(t)),
    {ok, t} = dets:open_file(t, [{file, F}]), show(reopened, {dets:info(t, size), dets:lookup(t, 5), dets:lookup(t, 2000)}),
    show(fold, dets:foldl(fun({_, Q, _}, A) -> A + Q end, 0, t)),
    ok = dets:delete_all_objects(t), show(empty, dets:info(t, size)), ok = dets:close(t),
    show(is, {dets:is_dets_file(F), dets:is_dets_file("/dev/null")}),
    {ok, b} = dets:open_file(b, [{file, F ++ "b"}, {type, bag}]), ok = dets:insert(b, [{k, 1}, {k, 2}, {k, 1}, {j, 3}]),
    show(bag, lists:sort(dets:lookup(b, k))), ok = dets:close(b),
    file:delete(F), file:delete(F ++ "b").

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
