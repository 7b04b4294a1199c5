%% binary_to_list/1,3, bitstring_to_list, binary:bin_to_list: ranges and errors.
-module(binary_to_lists).
-export([main/0]).

main() ->
    B = <<"hello, world">>,
    <<_:5, U/bits>> = <<9:5, B/binary>>,
    [io:format("~p ~p ~p~n", [binary_to_list(X), binary_to_list(X, 2, 4), bitstring_to_list(X)]) || X <- [B, U]],
    io:format("~p~n", [bitstring_to_list(<<B/bits, 5:3>>)]),
    [io:format("~w ~p~n", [R, catch_reason(fun() -> binary_to_list(B, element(1, R), element(2, R)) end)])
     || R <- [{1, 1}, {1, 12}, {12, 12}, {0, 1}, {1, 0}, {1, 13}, {13, 13}, {5, 4}, {a, 1}, {1, 1 bsl 64}]],
    [io:format("~w ~p~n", [R, catch_reason(fun() -> binary:bin_to_list(B, R) end)])
     || R <- [{0, 5}, {12, 0}, {12, -5}, {5, -5}, {0, 13}, {-1, 1}, {13, 0}, foo]],
    io:format("~p~n", [catch_reason(fun() -> binary_to_list(<<1:3>>) end)]),
    Big = binary:copy(<<0, 1, 2, 3, 4>>, 200000),
    L = binary_to_list(Big),
    io:format("~w ~w ~w~n", [length(L), lists:sum(L), list_to_binary(L) =:= Big]).

catch_reason(F) -> try F() catch C:R -> {C, R} end.
