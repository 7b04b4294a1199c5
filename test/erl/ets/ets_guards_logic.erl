%% Guards: only true lets through; failures are no match.
-module(ets_guards_logic).
-export([main/0]).
-include("check.hrl").

main() ->
    [p({G, ets:test_ms({1, a}, [{{'$1', '$2'}, G, [yes]}])}) ||
        G <- [[], [true], [false], [other], [1], [true, true], [true, false], [{'==', '$1', 1}], [{'==', '$1', 1}, {'==', '$2', a}],
              [{'/', '$1', 0}], [{'not', {'/', '$1', 0}}], [{'or', true, {'/', '$1', 0}}], [{'orelse', true, {'/', '$1', 0}}],
              [{'and', true, 1}], [{'xor', true, false}], ['$2'], [{is_atom, '$2'}], [{'not', {is_atom, '$2'}}],
              [{'=:=', {const, {1, a}}, '$_'}], [{'=:=', {{1, a}}, '$_'}], [{'=:=', ['$1', '$2'], '$$'}], [{'=:=', [1 | a], ['$1' | '$2']}],
              [{'==', {element, 2, '$_'}, a}], [{'=:=', #{x => '$1'}, #{x => 1}}], [{'==', {length, [x, y]}, 2}]]],
    %% several clauses: the first that matches
    Spec = [{{'$1', '_'}, [{'<', '$1', 0}], [negative]}, {{0, '_'}, [], [zero]}, {{'$1', '_'}, [{is_integer, '$1'}], [positive]}, {'_', [], [other]}],
    p([ets:test_ms({N, x}, Spec) || N <- [-1, 0, 1, a]]),
    p(ets:test_ms({1}, Spec)).
