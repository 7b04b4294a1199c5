%% -- of lists that are long enough to be subtracted in slices: which of equal elements go, what is shared, errors.
-module(values_subtract_long).
-export([main/0]).

main() ->
    Long = [I * 7919 rem 300007 || I <- lists:seq(1, 400000)],
    Part = lists:sublist(Long, 200001, 150000),
    Mixed = [element(I rem 5 + 1, {I div 50, I / 2, {I rem 1000}, <<I:16>>, [I rem 77]}) || I <- lists:seq(1, 300000)],
    Few = [{12}, <<7:16>>, [5], 1.5, 3, 3, 3, nowhere],
    [report(Name, A, B) || {Name, A, B} <-
        [{none, Long, []}, {all, Long, Long}, {reversed, Long, lists:reverse(Long)}, {part, Long, Part},
         {of_part, Part, Long}, {few, Mixed, Few}, {of_few, Few, Mixed}, {mixed, Mixed, lists:reverse(Part)},
         {repeated, lists:duplicate(200000, x), lists:duplicate(150000, x)},
         {more_than_there, lists:duplicate(150000, x), lists:duplicate(200000, x)},
         {first, Long, [hd(Long)]}, {last, Long, [lists:last(Long)]}]],
    [io:format("~p~n", [try A -- B catch C:E:S -> [{M, F, As, _} | _] = S, {C, E, M, F, [erlang:phash2(X) || X <- As]} end])
     || {A, B} <- [{Long ++ x, [1]}, {[1], Long ++ x}, {Long, x}, {x, Long}, {[], Long ++ x}, {Long, [1 | x]}]],
    killed(Long).

report(Name, A, B) ->
    C = A -- B,
    io:format("~p ~p ~p~n", [Name, length(C), erlang:phash2(C)]),
    erlang:garbage_collect().

%% a process that goes while it subtracts leaves nothing behind
killed(Long) ->
    Ps = [spawn_monitor(fun() -> exit(length(Long -- lists:reverse(Long))) end) || _ <- lists:seq(1, 4)],
    [exit(P, kill) || {P, _} <- Ps],
    io:format("~p~n", [lists:usort([receive {'DOWN', R, _, _, Why} -> lists:member(Why, [0, killed]) end || {_, R} <- Ps])]).
