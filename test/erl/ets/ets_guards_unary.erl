%% Functions of one argument in bodies, on values of every type.
-module(ets_guards_unary).
-export([main/0]).
-include("check.hrl").

main() ->
    %% values that every function is tried on
    Values = [0, 1, -7, 3.7, -0.5, 1 bsl 70, a, true, false, [], [1, 2], [a | b], {}, {a, b}, {rec, 1}, #{k => v}, #{}, <<"bin">>,
              <<1:3>>, "str", fun lists:map/2],

    Functions = [abs, hd, tl, length, round, trunc, float, size, map_size, bit_size, byte_size, '+', '-', 'bnot', 'not', node],
    [p({F, [element(2, ets:test_ms({V}, [{{'$1'}, [], [{F, '$1'}]}])) || V <- Values]}) || F <- Functions],
    p(ets:test_ms({1}, [{'_', [], [{node}]}])),
    p(element(2, ets:test_ms({1}, [{'_', [], [{self}]}])) =:= self()).
