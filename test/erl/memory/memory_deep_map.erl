%% Maps and funs nested deep.
-module(memory_deep_map).
-export([main/0]).

main() ->
    M = maps(200000, end_of_maps),
    F = funs(200000, end_of_funs),
    erlang:garbage_collect(),
    Self = self(),
    spawn_link(fun() -> receive {A, B} -> Self ! {unmap(A, 0), unfun(B, 0)} end end) ! {M, F},
    receive X -> io:format("~p~n", [X]) end,
    io:format("~p ~p~n", [unmap(M, 0), unfun(F, 0)]).

maps(0, T) -> T;
maps(N, T) -> maps(N - 1, #{in => T}).
funs(0, T) -> T;
funs(N, T) -> funs(N - 1, fun() -> T end).
unmap(#{in := T}, N) -> unmap(T, N + 1);
unmap(T, N) -> {T, N}.
unfun(F, N) when is_function(F) -> unfun(F(), N + 1);
unfun(T, N) -> {T, N}.
