%% erts_debug:flat_size/1 and size/1 count in ERTS's words.
-module(values_term_words).
-export([main/0]).
-include("check.hrl").

main() ->
    [show(N, both(T)) || {N, T} <- [{nil, id([])}, {empty, id({})}, {in_tuple, {id({}), {id({})}}}, {tuple, id({1, 2})}, {improper, [id(1) | 2]}, {nested, #{a => id({}), b => [id({})]}}]],
    [show({binary, N}, both(bytes(N))) || N <- [0, 1, 7, 8, 9, 16, 63, 64, 65, 300]], bits(),
    [show({map, N}, both(map(N))) || N <- [0, 1, 2, 31, 32]], [show({map, N}, erts_debug:flat_size(map(N))) || N <- [33, 34, 40, 60, 100, 1000, 10000]],
    show(map_of_maps, erts_debug:flat_size(#{map(2) => map(40), map(33) => [map(3), {}]})),
    X = bytes(100), Y = {self(), id({})},
    [show(N, both(F)) || {N, F} <- [{fun0, fun() -> ok end}, {fun1, fun() -> X end}, {fun2, fun() -> {X, Y} end}, {external, fun lists:map/2}]],
    [show(N, both(T)) || {N, T} <- [{ref, make_ref()}, {atomics, atomics:new(1, [])}, {counters, counters:new(1, [])}, {table, ets:new(t, [])}, {float, id(1.5)} | others()]],
    [show(N, both(id(T))) || {N, T} <- [{big, 1 bsl 59}, {big, 1 bsl 63}, {big, -1 bsl 64}, {big, 1 bsl 1000}, {two, {X, X}}, {copies, [{1}, {1}]}]],
    show(literals, [both(T) || T <- [{}, <<"abc">>, #{}, #{a => 1}, {1, {2}}, "text"]]).

both(T) -> {erts_debug:flat_size(T), erts_debug:size(T)}.
bytes(N) -> list_to_binary([I rem 256 || I <- lists:seq(1, N)]).
map(N) -> maps:from_list([{I, I} || I <- lists:seq(1, N)]).

%% Parts of a binary on the heap, and of one off the heap.
bits() ->
    B = bytes(40), <<_, Whole/binary>> = B, <<_:3, Loose/bitstring>> = B, <<_:3, Few:7/bitstring, _/bitstring>> = B, <<_:3, Across:11/bitstring, _/bitstring>> = B,
    <<_:3, Byte:1/binary, _/bitstring>> = B, <<_, Off/binary>> = bytes(300), <<_:3, OffLoose/bitstring>> = bytes(300),
    [show(N, both(T)) || {N, T} <- [{whole, Whole}, {loose, Loose}, {few, Few}, {across, Across}, {byte, Byte}, {off, Off}, {off_loose, OffLoose}, {nine_bits, list_to_bitstring([1, <<1:1>>])}]].

%% Of another node.
others() ->
    Node = <<119, 1, $a>>,
    [{pid, binary_to_term(<<131, 88, Node/binary, 1:32, 2:32, 3:32>>)}, {port, binary_to_term(<<131, 89, Node/binary, 1:32, 2:32>>)},
     {ref3, binary_to_term(<<131, 90, 3:16, Node/binary, 1:32, 2:32, 3:32, 4:32>>)}, {ref5, binary_to_term(<<131, 90, 5:16, Node/binary, 1:32, 2:32, 3:32, 4:32, 5:32, 6:32>>)}].
