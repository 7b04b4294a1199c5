-module(values_integer_text_long).
-export([main/0]).

main() ->
    N = (1 bsl 200000) - 12345,
    L = integer_to_list(N),
    io:format("~p ~p~n", [length(L), erlang:md5(L)]),
    true = N =:= list_to_integer(L),
    B = integer_to_binary(-N, 36),
    io:format("~p ~p~n", [byte_size(B), erlang:md5(B)]),
    true = -N =:= binary_to_integer(B, 36),
    H = integer_to_list(N, 16),
    io:format("~p~n", [erlang:md5(H)]),
    true = N =:= list_to_integer(H, 16).
