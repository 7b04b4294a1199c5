%% flags: +S 1
-module(values_maps_flat).
-export([main/0]).

main() ->
    M = #{c => 3, a => 1, b => 2, 1 => x, 1.0 => y, "s" => z, {} => t, [] => n, <<>> => bin, #{} => m},
    io:format("~p~n~p~n~p~n~p~n", [M, maps:keys(M), maps:values(M), maps:to_list(M)]),
    io:format("~p~n", [[maps:get(K, M) || K <- maps:keys(M)]]),
    io:format("~p~n", [[maps:find(a, M), maps:find(zz, M), maps:is_key(1, M), maps:is_key(2, M), map_size(M), maps:size(#{}), maps:get(q, M, dflt)]]),
    io:format("~p~n", [maps:put(a, 9, maps:remove(b, M))]),
    io:format("~p~n", [[maps:take(a, M), maps:take(q, M)]]),
    io:format("~p~n", [maps:merge(#{a => 1, b => 2}, #{b => 3, c => 4})]),
    io:format("~p~n", [[M#{a := 5}, M#{new => 1, a => 2}, maps:update(a, u, M), maps:update_with(a, fun(V) -> V + 1 end, M)]]),
    io:format("~p~n", [maps:fold(fun(K, V, A) -> [{K, V} | A] end, [], M)]),
    io:format("~p~n", [maps:map(fun(_, V) -> {V} end, M)]),
    io:format("~p~n", [maps:filter(fun(K, _) -> is_atom(K) end, M)]),
    io:format("~p~n", [[maps:from_list([{a, 1}, {b, 2}, {a, 3}]), maps:from_keys([x, y, x], v), maps:with([a, zz], M), maps:without([a, b, c], M)]]),
    io:format("~p~n", [[maps:new(), maps:from_list([]), maps:next(maps:iterator(#{})), maps:next(maps:iterator(#{a => 1}))]]),
    #{a := A, 1.0 := Y} = M,
    io:format("~p~n", [{A, Y}]),
    io:format("~p~n", [[case M of #{nope := V} -> V; #{} -> none end, is_map(M), is_map([]), is_map_key(a, M)]]),
    io:format("~p~n", [maps:groups_from_list(fun(X) -> X rem 3 end, [1, 2, 3, 4, 5])]),
    io:format("~p~n", [maps:intersect(#{a => 1, b => 2}, #{b => 5, c => 6})]).
