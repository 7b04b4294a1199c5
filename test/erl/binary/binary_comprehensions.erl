%% Binary comprehensions: from binaries to lists, from lists to binaries, filters, several generators.
-module(binary_comprehensions).
-export([main/0]).

main() ->
    B = list_to_binary(lists:seq(0, 255)),
    io:format("~w~n", [[X || <<X:16>> <= B, X rem 7 =:= 0]]),
    io:format("~w~n", [<< <<X:4>> || <<X:8>> <= B, X band 1 =:= 1 >>]),
    io:format("~w~n", [[{X, Y} || <<X:3>> <= <<16#ABC:12>>, <<Y:5>> <= <<16#12345:20>>, X < Y]]),
    io:format("~w~n", [<< <<(X * 2):9, Y/utf8>> || X <- [1, 2, 3], Y <- "añ€" >>]),
    io:format("~w~n", [[X || <<X:7/signed-little>> <= <<255, 127, 63, 1, 2, 3, 4>>]]),
    io:format("~w~n", [[byte_size(X) || <<N, X:N/binary>> <= <<3, "abc", 0, 2, "de", 9, "x">>]]),
    io:format("~w~n", [<< <<A/bits, B2/bits>> || <<A:3/bits, B2:2/bits>> <= <<16#F1E2D3:24>> >>]),
    io:format("~w~n", [<< <<1:1>> || _ <- lists:seq(1, 77) >>]),
    io:format("~w ~w~n", [<< <<X>> || <<X>> <= <<>> >>, [X || <<X:9>> <= <<255>>]]),
    Big = << <<X:24>> || X <- lists:seq(1, 100000) >>,
    io:format("~w ~w~n", [byte_size(Big), erlang:md5(Big)]).
