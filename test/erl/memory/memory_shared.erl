%% Sharing inside a term: equal on both sides, whatever is copied.
-module(memory_shared).
-export([main/0]).

main() ->
    L = lists:seq(1, 1000),
    T = lists:duplicate(100, L),
    Self = self(),
    spawn_link(fun() -> receive X -> Self ! X end end) ! T,
    receive Y -> io:format("~p~n", [Y =:= T]) end,
    S = double(10, [x]),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(lists:flatten(S)), S =:= double(10, [x])]),
    io:format("~p ~p~n", [erts_debug:flat_size(T), erts_debug:flat_size(S)]),
    E = erlang:external_size(S),
    io:format("~p~n", [E > 0]).

double(0, T) -> T;
double(N, T) -> double(N - 1, [T, T]).
