%% iolists of many shared pieces made into binaries.
-module(memory_iolists).
-export([main/0]).

main() ->
    Piece = binary:copy(<<"piece ">>, 20),
    L = [[Piece, $- , integer_to_list(N) | <<"\n">>] || N <- lists:seq(1, 20000)],
    erlang:garbage_collect(),
    B = iolist_to_binary(L),
    io:format("~p ~p~n", [byte_size(B), erlang:crc32(B)]),
    Lines = binary:split(B, <<"\n">>, [global]),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(Lines), lists:nth(777, Lines)]),
    Rest = [binary:copy(X) || X <- Lines],
    io:format("~p~n", [iolist_size(lists:join("\n", Rest)) =:= byte_size(B)]).
