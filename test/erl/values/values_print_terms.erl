-module(values_print_terms).
-export([main/0]).

main() ->
    Ts = [a, 'A b', "abc", [1, 2], [$a, 300], {}, {a, "b"}, #{a => 1}, #{}, <<>>, <<"abc">>, <<1, 2>>, <<1:3>>, 1.0, 1.0e100, 1 bsl 100, [a | b], [[], [[]]], [229, 228], [1078],
          <<208, 182>>, "a\"b", "\n\t", {error, {badarg, [{a, b, 1, []}]}}, lists:seq(1, 50), lists:duplicate(10, {a, b, c}), fun erlang:abs/1, [#{k => [v]}]],
    [io:format("~p|~w|~tp|~tw|~P|~W~n", [T, T, T, T, T, 5, T, 5]) || T <- Ts],
    [io:format("~ts~n", [io_lib:format("~0p ~20p", [T, T])]) || T <- Ts],
    io:format("~ts~n", [io_lib:format("~10w|~-10w|~5.2f|~.3e|~g|~b|~.16b|~.36B|~.16#|~c~n", [a, b, 3.14159, 2.71828, 1.5, 255, 255, 1000, 16, $q])]).
