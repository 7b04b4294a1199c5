%% Group leaders are inherited, and can be changed.
-module(process_group_leader).
-export([main/0]).

main() ->
    Self = self(),
    GL = group_leader(),
    spawn(fun() -> Self ! {gl, group_leader()} end),
    io:format("~p~n", [receive {gl, G} -> G =:= GL end]),
    Fake = spawn(fun() -> receive stop -> ok end end),
    P = spawn(fun() -> receive {From, ask} -> From ! {gl, group_leader()} end end),
    io:format("~p~n", [group_leader(Fake, P)]),
    P ! {Self, ask},
    io:format("~p~n", [receive {gl, G2} -> G2 =:= Fake end]),
    spawn(fun() -> group_leader(Fake, self()), spawn(fun() -> Self ! {gl, group_leader()} end) end),
    io:format("~p~n", [receive {gl, G3} -> G3 =:= Fake end]),
    io:format("~p~n", [group_leader() =:= GL]),
    [io:format("~p~n", [try group_leader(A, B) catch C:E -> {C, E} end])
     || {A, B} <- [{a, self()}, {GL, a}, {GL, P}, {1, 2}]],
    ok.
