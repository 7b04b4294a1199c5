%% error and incomplete: what is returned of the data, to the last nesting.
-module(binary_unicode_errors).
-export([main/0]).

main() ->
    Ds = [<<225, 0>>, [<<225, 0>>], <<225, 128>>, <<65, 192>>, <<65, 193, 128>>, <<248>>, <<65, 237, 160>>, <<65, 237, 160, 128>>,
          [<<225>>, <<0>>], [[[-1]]], [65, [66, [55296 | <<1>>], 3], <<4>>], [<<225>>, 65], [65, <<225>>, [[66]]], [65 | <<255>>],
          [[65 | <<255, 66>>], 3], [[[[<<66, 255>>]]]], [<<225>>, [], <<128>>, [[]], <<0, 66>>], [<<225>>, <<128, 65, 65>>, 4],
          a, [a], [-1, a], [1.0], [1 bsl 70], [<<1:3>>], <<1:3>>, [65 | a], [<<240, 159, 152, 128>>, <<240, 159, 152>>],
          [<<240, 159, 152>>, []], [1114112], [<<240>>, <<159, 152, 128, 65>>], [1, [2, [3, [16#D800, [5]], 6], <<7>>] | <<8>>]],
    [io:format("~w~n ~w~n ~w~n", [D, c(fun() -> unicode:characters_to_list(D) end), c(fun() -> unicode:characters_to_binary(D) end)]) || D <- Ds],
    [io:format("~w~n", [c(fun() -> unicode:characters_to_binary(D, latin1) end)]) || D <- [[256], [65, [254 | <<255>>], [-1]], [a], <<1:1>>]],
    [io:format("~w~n", [c(fun() -> unicode:characters_to_list(<<0, 254, 1>>, E) end)]) || E <- [utf16, {utf16, foo}, foo, utf32]],
    L = lists:duplicate(200000, $a),
    {error, B, R} = unicode:characters_to_binary([[[L, <<"abc">>]], [[list_to_binary([L, 225]), -1], 4], [66, -1, 3]]),
    io:format("~w ~w~n", [byte_size(B), R]).

c(F) -> try F() catch C:Reason -> {C, Reason} end.
