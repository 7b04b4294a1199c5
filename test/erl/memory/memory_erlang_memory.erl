%% erlang:memory/0,1: the keys, the sums, and what a large binary adds (others may drop some of theirs meanwhile).
-module(memory_erlang_memory).
-export([main/0]).

main() ->
    [erlang:garbage_collect(P) || P <- processes()],
    M = erlang:memory(),
    io:format("~p~n", [[K || {K, _} <- M]]),
    [Total, Ps, PsUsed, System, Atom, AtomUsed, Binary, Code, Ets] = [V || {_, V} <- M],
    io:format("~p ~p ~p~n", [Total =:= Ps + System, PsUsed =< Ps, AtomUsed =< Atom]),
    io:format("~p~n", [System >= Atom + Binary + Code + Ets]),
    io:format("~p~n", [lists:all(fun(V) -> is_integer(V) andalso V > 0 end, [Total, Ps, System, Atom, Code, Ets])]),
    B = binary:copy(<<0>>, 10000000),
    Grown = erlang:memory(binary) - Binary,
    io:format("~p ~p~n", [Grown > 9000000, Grown < 12000000]),
    io:format("~p~n", [byte_size(B)]),
    [{binary, X}, {total, Y}] = erlang:memory([binary, total]),
    io:format("~p~n", [X < Y]),
    io:format("~p~n", [erlang:memory([])]),
    [try erlang:memory(A) of R -> io:format("~p~n", [R])
     catch C:E:St -> [{Mo, F, Ar, _} | _] = St, io:format("~p ~p ~p:~p/~p~n", [C, E, Mo, F, length(Ar)]) end
     || A <- [no_such, 17, [binary, no_such], {a}]].
