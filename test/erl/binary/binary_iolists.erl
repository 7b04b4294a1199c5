%% list_to_binary, iolist_to_binary, iolist_size: shapes of iolists.
-module(binary_iolists).
-export([main/0]).

main() ->
    Ls = [[], [[]], [[[]] | <<>>], "abc", [<<"ab">>, $c, ["d", [<<"e">> | <<"f">>]] | <<"g">>], [[[[[1]]]], 2, [[[3 | <<4>>]]]],
          [<<1, 2>> | <<3>>], lists:seq(0, 255)],
    [io:format("~w ~w ~w~n", [list_to_binary(L), iolist_to_binary(L) =:= list_to_binary(L), iolist_size(L)]) || L <- Ls],
    io:format("~w ~w~n", [iolist_to_binary(<<"x">>), iolist_size(<<"xyz">>)]),
    <<_:3, Un/bits>> = <<5:3, "unaligned">>,
    io:format("~w ~w~n", [iolist_to_binary([Un, Un]), iolist_to_binary(Un)]),
    io:format("~w~n", [list_to_bitstring([<<1:1>>, <<255>>, [<<0:2>>]])]),
    Shared = lists:foldl(fun(_, A) -> [A | A] end, [<<"0123456789">>], lists:seq(1, 15)),
    io:format("~w~n", [catch iolist_size([Shared])]).
