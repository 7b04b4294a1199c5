-module(ets_replace_duplicates).
-export([main/0]).

%% ets:select_replace/2 works on a duplicate_bag, on a bag it does not; the accounts of ets_alloc add up.
main() ->
    T = ets:new(t, [duplicate_bag]),
    ets:insert(T, [{1, 2}, {1, 2}, {2, 5}]),
    Spec = [{{1, '$1'}, [], [{{1, {'+', '$1', 1}}}]}],
    io:format("~p ~p~n", [ets:select_replace(T, Spec), lists:sort(ets:tab2list(T))]),
    io:format("~p~n", [element(1, element(2, catch ets:select_replace(ets:new(b, [bag]), Spec)))]),
    Locks = {write_concurrency, {debug_hash_fixed_number_of_locks, 2048}},
    io:format("~p~n", [is_reference(ets:new(l, [Locks]))]),
    io:format("~p~n", [erts_debug:alloc_blocks_size(ets_alloc) > 0]).
