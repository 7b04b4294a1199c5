%% length/1 of lists that take more than a slice: in guards and bodies, proper or not, with others running.
-module(values_length_long).
-export([main/0]).

main() ->
    Lists = [lists:seq(1, N) || N <- [0, 1, 4095, 4096, 4097, 1000000]],
    [io:format("~p~n", [{length(L), guard(L), both(L, [x | L]), in_middle(1, L, 2, 3)}]) || L <- Lists],
    [io:format("~p~n", [{guard(L), both(L, L), try length(L) catch C:E:S -> [{M, F, [A], _} | _] = S, {C, E, M, F, A =:= L} end}])
     || L <- [[a | b], lists:seq(1, 5000) ++ x, lists:seq(1, 1000000) ++ x, {x}]],
    Long = lists:seq(1, 1000000),
    Others = [spawn_monitor(fun() -> exit([length(Long) || _ <- lists:seq(1, 20)]) end) || _ <- lists:seq(1, 3)],
    io:format("~p~n", [[lists:usort(receive {'DOWN', R, _, _, Why} -> Why end) || {_, R} <- Others]]).

guard(L) when length(L) > 4096 -> long;
guard(L) when length(L) >= 0 -> short;
guard(_) -> improper.

both(A, B) when length(A) + length(B) > 100000; length(B) =:= 2 -> {A =:= tl(B), yes};
both(A, _) -> {is_list(A), no}.

%% registers on both sides of the list stay as they are
in_middle(A, L, B, C) ->
    N = length(L),
    {A, N, B, C, length(L) =:= N}.
