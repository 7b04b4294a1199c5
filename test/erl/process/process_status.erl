%% What process_info(status) and is_process_alive say at each stage.
-module(process_status).
-export([main/0]).

main() ->
    Self = self(),
    P = spawn(fun() -> receive go -> Self ! going, spin() end end),
    timer:sleep(10),
    io:format("~p~n", [process_info(P, status)]),
    P ! go,
    receive going -> ok end,
    io:format("~p~n", [lists:member(process_info(P, status), [{status, running}, {status, runnable}])]),
    true = erlang:suspend_process(P),
    io:format("~p ~p~n", [process_info(P, status), is_process_alive(P)]),
    true = erlang:resume_process(P),
    io:format("~p~n", [lists:member(process_info(P, status), [{status, running}, {status, runnable}])]),
    exit(P, kill),
    io:format("~p~n", [is_process_alive(P)]),
    io:format("~p~n", [is_process_alive(self())]),
    io:format("~p~n", [lists:member(self(), processes())]),
    io:format("~p~n", [lists:member(P, processes())]),
    N = length(processes()),
    Ps = [spawn(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, 1000)],
    io:format("~p ~p~n", [length(processes()) - N, Ps -- processes()]),
    io:format("~p~n", [erlang:system_info(process_count) >= 1000]),
    [exit(Q, kill) || Q <- Ps],
    io:format("~p~n", [lists:usort([is_process_alive(Q) || Q <- Ps])]),
    [io:format("~p~n", [catch element(1, element(2, catch is_process_alive(X)))]) || X <- [a, 1, make_ref()]],
    ok.

spin() -> spin().
