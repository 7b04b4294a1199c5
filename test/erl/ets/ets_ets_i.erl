%% Functions of ets.erl that are written in Erlang: i/0 is left out, fun2ms of the shell too; all/0, match_delete, test_ms.
-module(ets_ets_i).
-export([main/0]).
-include("check.hrl").

main() ->
    Before = ets:all(),
    T = ets:new(t, []),
    p(ets:all() -- Before =:= [T]),
    p(ets:test_ms({a, 1}, [{{'$1', '$2'}, [], ['$2']}])),
    p(ets:test_ms({a}, [{{'$1', '$2'}, [], ['$2']}])),
    p(ets:test_ms({a}, [{{'$1'}, [{foo}], ['$2']}])),
    ets:insert(T, [{I, I rem 2} || I <- lists:seq(1, 10)]),
    p(ets:match_delete(T, {'_', 0})),
    p(lists:sort(ets:tab2list(T))),
    p(proplists:get_keys(ets:info(T)) -- [id, decentralized_counters, read_concurrency, write_concurrency, compressed, memory, owner,
                                           heir, name, size, node, named_table, type, keypos, protection]),
    p([K || {K, _} <- ets:info(T)]),
    p(ets:info(T, stats) =/= false),
    p(tuple_size(ets:info(T, stats))).
