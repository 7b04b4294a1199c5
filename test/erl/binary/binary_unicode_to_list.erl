%% unicode:characters_to_list.
-module(binary_unicode_to_list).
-export([main/0]).

main() ->
    [io:format("~w ~w~n", [D, unicode:characters_to_list(D)]) || D <- ["abc", <<"aé€"/utf8>>, [<<226>>, <<130, 172>>, 5], [[[[<<"q">>]]] | <<"r">>], [], <<>>, [1114111]]],
    [io:format("~w ~w~n", [D, unicode:characters_to_list(D, latin1)]) || D <- [<<200, 65>>, "ab", [255 | <<0>>], []]],
    [io:format("~w ~w~n", [E, unicode:characters_to_list(B, E)])
     || {E, B} <- [{utf16, <<0, 65, 216, 61, 222, 0>>}, {{utf16, little}, <<65, 0>>}, {utf32, <<0, 0, 32, 172>>}, {{utf32, little}, <<65, 0, 0, 0>>}]],
    Big = binary:copy(<<"añ€😀"/utf8>>, 100000),
    L = unicode:characters_to_list(Big),
    io:format("~w ~w ~w~n", [length(L), lists:sum(L), unicode:characters_to_binary(L) =:= Big]),
    Deep = lists:foldl(fun(X, A) -> [A, X rem 1000] end, [], lists:seq(1, 500000)),
    io:format("~w~n", [lists:sum(unicode:characters_to_list(Deep))]).
