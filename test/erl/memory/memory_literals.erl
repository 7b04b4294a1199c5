%% Constants of the code, alone and inside other terms, in messages and through collections.
-module(memory_literals).
-export([main/0]).

main() ->
    C = constant(),
    L = [{N, constant(), C} || N <- lists:seq(1, 1000)],
    erlang:garbage_collect(),
    Self = self(),
    spawn_link(fun() -> receive X -> erlang:garbage_collect(), Self ! [X | constant()] end end) ! L,
    receive [Y | D] -> io:format("~p ~p~n", [Y =:= L, D =:= C]) end,
    io:format("~p~n", [lists:usort([A =:= B || {_, A, B} <- L])]),
    T = setelement(1, C, changed),
    io:format("~p ~p~n", [element(1, T), element(1, constant())]),
    #{k := V} = M = element(4, C),
    io:format("~p ~p~n", [V, M#{k := new, l => C}]).

constant() -> {literal, [1, 2, {three, <<"four">>}], "text", #{k => {v, 1.5}}, 123456789012345678901234567890}.
