%% Pids and references as text and as external terms.
-module(process_refs_pids).
-export([main/0]).

main() ->
    io:format("~p~n", [list_to_pid(pid_to_list(self())) =:= self()]),
    io:format("~p~n", [binary_to_term(term_to_binary(self())) =:= self()]),
    R = make_ref(),
    io:format("~p~n", [binary_to_term(term_to_binary(R)) =:= R]),
    io:format("~p~n", [R < make_ref()]),
    P1 = spawn(fun() -> ok end), P2 = spawn(fun() -> ok end),
    io:format("~p ~p~n", [P1 < P2, P1 =:= P2]),
    io:format("~p~n", [list_to_pid("<0.29999.0>") =:= list_to_pid("<0.29999.0>")]),
    io:format("~p~n", [is_process_alive(list_to_pid("<0.29999.7>"))]),
    %% a pid is not given again soon
    Ps = [element(1, spawn_monitor(fun() -> ok end)) || _ <- lists:seq(1, 5000)],
    [receive {'DOWN', _, process, P, normal} -> ok end || P <- Ps],
    io:format("~p~n", [length(lists:usort(Ps))]),
    Qs = [spawn(fun() -> ok end) || _ <- lists:seq(1, 5000)],
    io:format("~p~n", [length(lists:usort(Ps ++ Qs))]),
    [io:format("~p~n", [try list_to_pid(S) catch C:E -> {C, E} end]) || S <- ["<0.1", "x", "", [1 | 2], "<a.b.c>"]],
    io:format("~p~n", [lists:sort([b, self(), 1, "x", R, {}, #{}, 1.5]) =:= [1, 1.5, b, R, self(), {}, #{}, "x"]]),
    ok.
