-module(interp_guards).
-export([main/0]).

%% Guards: types, comparisons, arithmetic that fails, and, or, andalso, orelse.
main() ->
    Values = [0, 1, -1, 1 bsl 70, 1.0, -0.5, a, true, false, [], [1], [1 | 2], {}, {a}, {a, b}, <<>>, <<1>>, <<1:3>>,
              #{}, #{a => 1}, fun() -> ok end, fun lists:map/2, self(), make_ref()],
    [io:format("~p~n", [[kinds(V), arithmetic(V), sizes(V), logic(V), numbers(V)]]) || V <- Values].

kinds(X) when is_integer(X) -> integer;
kinds(X) when is_float(X) -> float;
kinds(X) when is_boolean(X) -> boolean;
kinds(X) when is_atom(X) -> atom;
kinds(X) when is_list(X) -> list;
kinds(X) when is_tuple(X) -> tuple;
kinds(X) when is_binary(X) -> binary;
kinds(X) when is_bitstring(X) -> bitstring;
kinds(X) when is_map(X) -> map;
kinds(X) when is_function(X, 0) -> fun0;
kinds(X) when is_function(X) -> a_fun;
kinds(X) when is_pid(X) -> pid;
kinds(X) when is_reference(X) -> ref;
kinds(_) -> other.

arithmetic(X) when X + 1 > 1 -> positive;
arithmetic(X) when X * 2 < 0 -> negative;
arithmetic(X) when X div 1 =:= 0 -> zero;
arithmetic(X) when hd(X) =:= 1 -> one_first;
arithmetic(X) when element(1, X) =:= a -> a_first;
arithmetic(_) -> none.

sizes(X) when length(X) > 0 -> {list, length(X)};
sizes(X) when tuple_size(X) > 0 -> {tuple, tuple_size(X)};
sizes(X) when map_size(X) > 0 -> {map, map_size(X)};
sizes(X) when byte_size(X) > 0 -> {bytes, byte_size(X)};
sizes(X) when bit_size(X) > 0 -> {bits, bit_size(X)};
sizes(_) -> none.

logic(X) when X, true -> yes;
logic(X) when not X -> no;
logic(X) when is_list(X) andalso X =/= []; is_tuple(X) orelse X == 1 -> some;
logic(X) when is_atom(X) and (X =:= a) -> an_a;
logic(_) -> nothing.

numbers(X) when X == 1 -> equal_one;
numbers(X) when X =:= 0 -> exactly_zero;
numbers(X) when abs(X) == 0.5 -> half;
numbers(X) when is_number(X), trunc(X) rem 2 =:= 0 -> even;
numbers(X) when is_number(X) -> odd;
numbers(X) when X >= a, X =< b -> between;
numbers(_) -> none.
