%% Ordered_set: heads that know the beginning of the key.
-module(ets_select_range).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    [ets:insert(T, {{A, B, C}, A * 100 + B * 10 + C}) || A <- lists:seq(1, 9), B <- lists:seq(1, 9), C <- lists:seq(1, 9)],
    [ets:insert(T, {[A, B], {A, B}}) || A <- [a, b, c], B <- lists:seq(1, 5)],
    [ets:insert(T, {{A, B}, x}) || A <- [1, 2], B <- [1, 2]],
    p(ets:select(T, [{{{3, 4, '_'}, '$1'}, [], ['$1']}])),
    p(ets:select_reverse(T, [{{{3, 4, '_'}, '$1'}, [], ['$1']}])),
    p(ets:select_count(T, [{{{3, '_', '_'}, '_'}, [], [true]}])),
    p(ets:select(T, [{{{3, '_', 7}, '$1'}, [], ['$1']}])),
    p(ets:select(T, [{{{'_', 3, 7}, '$1'}, [], ['$1']}])),
    p(ets:match(T, {{2, 2, '$1'}, '_'})),
    p(ets:match(T, {{1, '$1'}, '_'})),
    p(ets:match(T, {[b | '$1'], '_'})),
    p(ets:match(T, {[b, '$1'], '_'})),
    p(ets:match(T, {[z | '$1'], '_'})),
    p(ets:match(T, {{10, '_', '_'}, '$1'})),
    p(ets:match(T, {{0, '_', '_'}, '$1'})),
    p(ets:match(T, {{3.0, 3, '_'}, '$1'})),
    p(collect(ets:match(T, {{5, '$1', 5}, '_'}, 4), [])),
    p(ets:select_delete(T, [{{{4, '_', '_'}, '_'}, [], [true]}])),
    p(ets:info(T, size)),
    p(ets:match(T, {{4, '$1', '_'}, '_'})),
    p(ets:select(T, [{{{5, 5, '_'}, '$1'}, [], ['$1']}, {{[c | '_'], '$1'}, [], ['$1']}])).

collect('$end_of_table', Acc) -> lists:append(lists:reverse(Acc));
collect({L, C}, Acc) -> collect(ets:match(C), [L | Acc]).
