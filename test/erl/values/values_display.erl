%% flags: +S 1
-module(values_display).
-export([main/0]).

main() ->
    [erlang:display(T) || T <- [1, -1, 1 bsl 70, 1.5, a, 'A', 'a b', '', 'a\'b', '\n', '\\', 'a_b@c', aB1, '1a', true, [], "abc", "a\"b\n", [1, 2], [97 | b], [97, 300], [0], [a | b],
        [[a] | [b | c]], [[]], {}, {1}, {a, "b", [c]}, {{}, {{}}}, #{}, #{a => 1, b => #{c => "d"}}, <<>>, <<1, 2, 3>>, <<"abc">>, <<"ab\n">>, <<1:1>>, <<5:3>>, <<1, 2:3>>, fun erlang:abs/1,
        fun 'A b':'c d'/2, [$a, $b | c], lists:seq(1, 40), " ", [true | false], 'div', ['end', 'when'], {'EXIT', {badarg, []}}, [1.0, "x", 'Y']]],
    erlang:display(lists:foldl(fun(_, T) -> [T] end, [], lists:seq(1, 100))),
    erlang:display(list_to_tuple(lists:seq(1, 100))).
