%% unique_integer, make_ref, monotonic numbers: never twice.
-module(process_unique).
-export([main/0]).

main() ->
    N = 10000,
    [begin
         L = [erlang:unique_integer(O) || _ <- lists:seq(1, N)],
         io:format("~p ~p ~p ~p~n", [O, length(lists:usort(L)) =:= N,
                                     not lists:member(positive, O) orelse lists:min(L) > 0,
                                     not lists:member(monotonic, O) orelse L =:= lists:sort(L)])
     end || O <- [[], [positive], [monotonic], [positive, monotonic], [monotonic, monotonic]]],
    io:format("~p~n", [length(lists:usort([make_ref() || _ <- lists:seq(1, N)])) =:= N]),
    Refs = [make_ref() || _ <- lists:seq(1, 100)],
    io:format("~p~n", [[list_to_ref(ref_to_list(R)) || R <- Refs] =:= Refs]),
    Self = self(),
    [spawn(fun() -> Self ! {ints, [erlang:unique_integer() || _ <- lists:seq(1, 100)]} end) || _ <- lists:seq(1, 20)],
    All = lists:append([receive {ints, I} -> I end || _ <- lists:seq(1, 20)]),
    io:format("~p~n", [length(lists:usort(All))]),
    [io:format("~p~n", [catch element(1, element(2, catch erlang:unique_integer(X)))]) || X <- [[bad], x, [positive | x]]],
    ok.
