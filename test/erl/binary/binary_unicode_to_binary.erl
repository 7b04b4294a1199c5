%% unicode:characters_to_binary: lists, binaries, both, Latin-1, sequences split over binaries.
-module(binary_unicode_to_binary).
-export([main/0]).

main() ->
    Ds = ["abc", "aé€😀"++[], [<<"x">>, $y, ["z" | <<"w">>]], <<"é€"/utf8>>, [<<226>>, <<130, 172>>], [<<226, 130>>, <<172, 65>>, 66],
          [<<240>>, <<159>>, <<152>>, <<128>>], [], <<>>, [[]], [16#10FFFF, 0]],
    [io:format("~w ~w~n", [unicode:characters_to_binary(D), unicode:characters_to_binary(D, utf8) =:= unicode:characters_to_binary(D)]) || D <- Ds],
    [io:format("~w ~w~n", [D, unicode:characters_to_binary(D, latin1)]) || D <- ["abc", <<200, 201>>, [255, <<254>> | <<1>>], "", <<"ascii">>]],
    [io:format("~w~n", [unicode:characters_to_binary("aé€😀", unicode, E)]) || E <- [utf8, utf16, {utf16, little}, utf32, {utf32, little}, {utf16, big}]],
    io:format("~w~n", [unicode:characters_to_binary("aé", unicode, latin1)]),
    io:format("~w~n", [unicode:characters_to_binary("a€", unicode, latin1)]),
    Big = lists:duplicate(300000, [$a, 233, <<"€"/utf8>>]),
    B = unicode:characters_to_binary(Big),
    io:format("~w ~w~n", [byte_size(B), erlang:md5(B)]),
    io:format("~w~n", [erlang:md5(unicode:characters_to_binary(binary:copy(<<228>>, 1000000), latin1))]),
    io:format("~w~n", [unicode:characters_to_binary(B) =:= B]).
