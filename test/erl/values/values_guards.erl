-module(values_guards).
-export([main/0]).

main() ->
    Vs = [1, -1, 1.5, a, [], [1, 2], {}, {a, b}, #{}, #{k => v}, <<>>, <<1, 2, 3>>, <<1:3>>, true, 1 bsl 70],
    [io:format("~p ~p~n", [V, [g1(V), g2(V), g3(V), g4(V), g5(V), g6(V), g7(V), g8(V)]]) || V <- Vs],
    ok.

g1(V) when abs(V) > 1; length(V) =:= 2; tuple_size(V) =:= 2 -> yes;
g1(_) -> no.

g2(V) when hd(V) =:= 1; element(1, V) =:= a; map_get(k, V) =:= v -> yes;
g2(_) -> no.

g3(V) when byte_size(V) =:= 3; bit_size(V) =:= 3; map_size(V) =:= 1 -> yes;
g3(_) -> no.

g4(V) when V + 1 > 1.5; V -> yes;
g4(_) -> no.

g5(V) when is_map_key(k, V); size(V) =:= 0; V band 1 =:= 1 -> yes;
g5(_) -> no.

g6(V) when round(V) =:= 2; tl(V) =:= [2]; not V -> yes;
g6(_) -> no.

g7(V) when V div 2 =:= 1; float(V) == 1.0 -> yes;
g7(V) when is_atom(V), V =:= true -> truth;
g7(_) -> no.

g8(V) when is_integer(V), V > 0; is_float(V), trunc(V) =:= 1 -> yes;
g8(V) when is_tuple(V) orelse is_map(V) andalso map_size(V) > 0 -> compound;
g8(_) -> no.
