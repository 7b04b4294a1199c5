%% ets:table/1,2 as a query handle.
-module(ets_table_qlc).
-export([main/0]).

-include_lib("stdlib/include/qlc.hrl").
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{I, I rem 4} || I <- lists:seq(1, 40)]),
    U = ets:new(u, []),
    ets:insert(U, [{0, zero}, {1, one}, {2, two}]),
    p(qlc:e(qlc:q([X || {X, 3} <- ets:table(T)]))),
    p(lists:sort(qlc:e(qlc:q([{X, N} || {X, R} <- ets:table(T), {K, N} <- ets:table(U), K =:= R, X < 10])))),
    p(qlc:e(qlc:q([X || {X, _} <- ets:table(T, {traverse, {select, [{{'$1', '_'}, [{'>', '$1', 35}], ['$_']}]}})]))),
    p(qlc:e(qlc:q([Y || {5, Y} <- ets:table(T, {traverse, first_next})]))),
    p(qlc:e(qlc:q([X || {X, _} <- ets:table(T, {n_objects, 3}), X rem 10 =:= 0]), unique_all)).
