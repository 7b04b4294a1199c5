-module(interp_garbage).
-export([main/0]).

%% Much garbage with much alive: registers, frames, funs and binaries survive collections.
main() ->
    io:format("~p~n", [churn(200000, [], 0)]),
    Keep = [{I, integer_to_list(I), <<I:64>>, [I, I]} || I <- lists:seq(1, 2000)],
    io:format("~p~n", [burn(300)]),
    io:format("~p~n", [lists:all(fun({I, S, <<J:64>>, [K, K]}) -> I =:= J andalso I =:= K andalso S =:= integer_to_list(I) end, Keep)]),
    io:format("~p~n", [frames(2000, [])]),
    io:format("~p~n", [bins(2000, <<>>, [])]),
    io:format("~p~n", [maps_too(3000, #{})]),
    erlang:garbage_collect(),
    io:format("~p~n", [length(Keep)]).

churn(0, L, N) -> {length(L), N};
churn(K, L, N) -> churn(K - 1, if length(L) > 50 -> []; true -> [{K, {K}} | L] end, N + tuple_size({K, N, L})).

burn(0) -> ok;
burn(N) -> _ = [X * X || X <- lists:seq(1, 500)], burn(N - 1).

frames(0, L) -> length(L);
frames(N, L) ->
    A = {N, [N]}, B = burn(1), C = frames(N - 1, [A | L]),
    {N, [N]} = A, ok = B, C.

bins(0, B, L) -> {byte_size(B), erlang:crc32(B), length(L)};
bins(N, B, L) -> <<X/binary>> = <<B/binary, N:16>>, bins(N - 1, X, [binary:part(X, byte_size(X), -2) | L]).

maps_too(0, M) -> {map_size(M), lists:sum(maps:values(M))};
maps_too(N, M) -> maps_too(N - 1, M#{N rem 100 => N, {N rem 10} => N}).
