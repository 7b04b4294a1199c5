-module(values_atoms).
-export([main/0]).
-include("check.hrl").

main() ->
    Zhe = list_to_atom([1078]),
    Auml = list_to_atom([228]),
    io:format("~p~n", [[atom_to_list(A) || A <- [a, '', 'hello world', Zhe, Auml, list_to_atom(lists:duplicate(255, $x))]]]),
    io:format("~p~n", [[atom_to_binary(A) || A <- [a, '', Zhe, Auml]]]),
    io:format("~p~n", [[ended(fun() -> atom_to_binary(A, E) end) || A <- [a, Zhe, Auml, 1], E <- [latin1, utf8, unicode, x]]]),
    io:format("~p~n", [[list_to_atom("abc"), list_to_atom(""), binary_to_atom(<<"abc">>), binary_to_atom(<<228>>, latin1) =:= Auml,
        binary_to_atom(<<208, 182>>, utf8) =:= Zhe, binary_to_existing_atom(<<"abc">>, utf8), list_to_existing_atom("erlang"), binary_to_existing_atom(<<"abc">>)]]),
    io:format("~p~n", [[ended(F) || F <- [fun() -> list_to_atom(lists:duplicate(256, $x)) end, fun() -> list_to_atom([16#110000]) end, fun() -> list_to_atom([16#d800]) end,
        fun() -> list_to_atom([-1]) end, fun() -> list_to_atom(x(a)) end, fun() -> list_to_atom("a" ++ x(b)) end, fun() -> list_to_atom([x(a)]) end,
        fun() -> binary_to_atom(<<255>>, utf8) end, fun() -> binary_to_atom(<<237, 160, 128>>, utf8) end, fun() -> binary_to_atom(x(a), utf8) end, fun() -> binary_to_atom(<<1:3>>) end,
        fun() -> binary_to_atom(<<"a">>, x(x)) end, fun() -> binary_to_atom(binary:copy(<<"x">>, 256), latin1) end, fun() -> binary_to_atom(binary:copy(<<208, 182>>, 256), utf8) end,
        fun() -> list_to_existing_atom("surely no such atom 1") end, fun() -> binary_to_existing_atom(<<"surely no such atom 2">>) end,
        fun() -> list_to_existing_atom(lists:duplicate(300, $x)) end, fun() -> atom_to_list(x(1)) end, fun() -> atom_to_list(x("a")) end]]]),
    255 = length(atom_to_list(binary_to_atom(binary:copy(<<208, 182>>, 255), utf8))),
    As = ['a b', 'A', '1', aB, 'a@b', '_', 'end', 'a\'b', '\n'],
    io:format("~w ~p~n", [As, As]).

x(X) -> X.
