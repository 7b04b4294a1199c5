-module(interp_maps).
-export([main/0]).

%% Map instructions: literals, update, exact update, patterns with several and computed keys, large maps.
main() ->
    M = #{a => 1, "b" => 2, {c} => 3, 4 => four, 1.0 => float, 1 => integer},
    p([M, M#{a => 10, new => x}, M#{a := 11, 4 := 5}]),
    #{a := A, {c} := C, 1.0 := F, 1 := I} = M,
    p([A, C, F, I]),
    p([get_key(K, M) || K <- [a, "b", {c}, 4, 1, 1.0, nothing]]),
    p([shape(X) || X <- [#{}, #{type => t}, #{type => t, value => 1}, #{value => 2, extra => #{deep => 3}}, notmap]]),
    Big = maps:from_list([{I2, I2 * I2} || I2 <- lists:seq(1, 1000)]),
    #{500 := Q, 1000 := L} = Big,
    p([Q, L, map_size(Big), map_size(Big#{1 => x, 1001 => y}), maps:get(77, Big#{77 := z})]),
    p([fails(fun() -> (id(x))#{a => 1} end), fails(fun() -> (id(M))#{zz := 1} end), fails(fun() -> #{q := _} = id(M) end)]),
    p([lists:foldl(fun(K, Acc) -> Acc#{K rem 7 => maps:get(K rem 7, Acc, 0) + 1} end, #{}, lists:seq(1, 100))]),
    p([M#{a => 1} =:= M, #{1 => a} == #{1.0 => a}, #{a => 1} == #{a => 1.0}, #{a => 1} =:= #{a => 1.0}]),
    p([is_map_key(a, M), map_get(a, M), [K || K <- [a, b], is_map_key(K, M)], guard(M), guard(#{})]),
    p([case id(Big) of #{1 := _, 2 := X2, 3 := _} -> X2 end]).

p(L) -> io:format("~p~n", [L]).

get_key(K, M) -> case M of #{K := V} -> {found, V}; _ -> missing end.

shape(#{type := T, value := V}) -> {T, V};
shape(#{type := T}) -> {only, T};
shape(#{value := V, extra := #{deep := D}}) -> {V, D};
shape(#{}) -> some_map;
shape(_) -> none.

guard(M) when map_get(a, M) =:= 1, map_size(M) > 3 -> yes;
guard(M) when not is_map_key(a, M) -> no_key;
guard(_) -> no.

fails(F) -> try F() of V -> {value, V} catch C:R -> {C, R} end.
id(X) -> X.
