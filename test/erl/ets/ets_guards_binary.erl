%% Operators and functions of two and three arguments.
-module(ets_guards_binary).
-export([main/0]).
-include("check.hrl").

main() ->
    Numbers = [0, 1, -3, 2.5, 1 bsl 65, a],
    [p({Op, [element(2, ets:test_ms({A, B}, [{{'$1', '$2'}, [], [{Op, '$1', '$2'}]}])) || A <- Numbers, B <- Numbers]}) ||
        Op <- ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor']],
    [p({Op, [element(2, ets:test_ms({A, B}, [{{'$1', '$2'}, [], [{Op, '$1', '$2'}]}])) || A <- [1, -5, 1 bsl 65], B <- [0, 3, -2, a]]}) ||
        Op <- ['bsl', 'bsr']],
    Terms = [1, 1.0, a, "s", {1}, {1.0}, #{}, <<>>, []],
    [p({Op, [element(2, ets:test_ms({A, B}, [{{'$1', '$2'}, [], [{Op, '$1', '$2'}]}])) || A <- Terms, B <- Terms]}) ||
        Op <- ['==', '/=', '=:=', '=/=', '<', '>', '=<', '>=']],
    Booleans = [true, false, other],
    [p({Op, [element(2, ets:test_ms({A, B}, [{{'$1', '$2'}, [], [{Op, '$1', '$2'}]}])) || A <- Booleans, B <- Booleans]}) ||
        Op <- ['and', 'or', 'xor', 'andalso', 'orelse']],
    T = {x, y, z},
    p([ets:test_ms({T}, [{{'$1'}, [], [{element, N, '$1'}]}]) || N <- [0, 1, 3, 4, a]]),
    p([ets:test_ms({#{a => 1}}, [{{'$1'}, [], [{map_get, K, '$1'}]}]) || K <- [a, b]]),
    p([ets:test_ms({<<"hello">>}, [{{'$1'}, [], [{binary_part, '$1', P, L}]}]) || {P, L} <- [{0, 2}, {5, -2}, {4, 2}]]),
    p(ets:test_ms({<<"hello">>}, [{{'$1'}, [], [{binary_part, '$1', {const, {1, 3}}}]}])),
    p(ets:test_ms({1, 2, 3}, [{'_', [], [{'and', true, true, true}]}])),
    p(ets:test_ms({1, 2, 3}, [{'_', [], [{'or', false, false, true}]}])),
    p(ets:test_ms({1, 2, 3}, [{'_', [], [{'andalso', true, true, 17}]}])),
    p(ets:test_ms({1, 2, 3}, [{'_', [], [{'orelse', false, {'orelse', false, true}}]}])),
    p(ets:test_ms({1, 2, 3}, [{'_', [{'andalso', false, {hd, 1}}], [x]}, {'_', [{'orelse', true, {hd, 1}}], [y]}])).
