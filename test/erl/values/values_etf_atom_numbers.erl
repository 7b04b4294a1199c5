%% Atoms by their numbers in binary_to_term: each number below the count of atoms is one, whichever it is.
-module(values_etf_atom_numbers).
-export([main/0]).
-include("check.hrl").

main() ->
    Last = erlang:system_info(atom_count) - 1,
    show(atoms, lists:all(fun is_atom/1, [binary_to_term(<<131, 75, N:24>>) || N <- [0, 1, 1000, Last]])),
    show(nested, lists:all(fun is_atom/1, tuple_to_list(binary_to_term(<<131, 104, 2, 73, 7:16, 75, 8:24>>)))),
    show(same, binary_to_term(<<131, 73, 300:16>>) =:= binary_to_term(<<131, 75, 300:24>>)),
    show(safe, is_atom(binary_to_term(<<131, 75, 5:24>>, [safe]))),
    [show(B, element(1, ended(fun() -> binary_to_term(B) end))) || B <- [<<131, 75, 16#ffffff:24>>, <<131, 75, 1:16>>, <<131, 73>>, <<131, 73, 1>>]].
