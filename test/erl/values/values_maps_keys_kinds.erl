-module(values_maps_keys_kinds).
-export([main/0]).

main() ->
    Ks = lists:append([[I, I * 1.0 + 0.5, {I}, [I], integer_to_binary(I), list_to_atom("k" ++ integer_to_list(I)), #{I => I}, <<I:13>>, I bsl 70]
        || I <- lists:seq(1, 100)]),
    M = maps:from_list([{K, {v, K}} || K <- Ks]),
    io:format("~p ~p~n", [map_size(M), [K || K <- Ks, maps:get(K, M) =/= {v, K}]]),
    M2 = lists:foldl(fun(K, A) -> maps:put(K, {v, K}, A) end, #{}, lists:reverse(Ks)),
    io:format("~p ~p ~p~n", [M =:= M2, M == M2, erlang:phash2(M) =:= erlang:phash2(M2)]),
    io:format("~p~n", [lists:sort(maps:keys(M)) =:= lists:sort(Ks)]),
    D = lists:foldl(fun maps:remove/2, M, lists:nthtail(33, Ks)),
    io:format("~p~n", [lists:sort(maps:to_list(D)) =:= lists:sort([{K, {v, K}} || K <- lists:sublist(Ks, 33)])]),
    io:format("~p~n", [lists:sort(maps:to_list(maps:remove(hd(Ks), D)))]),
    io:format("~p~n", [binary_to_term(term_to_binary(M)) =:= M]).
