%% Supervisors: strategies, restart intensity, shutdown, dynamic children.
-module(process_supervisor).
-behaviour(supervisor).
-export([main/0, init/1, start_worker/1, worker/1]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    [begin
         {ok, S} = supervisor:start_link(?MODULE, Strategy),
         Before = pids(S),
         After = killed(b, S),
         io:format("~p ~p~n", [Strategy, [{K, P =:= proplists:get_value(K, After)} || {K, P} <- Before]]),
         io:format("~p~n", [lists:sort(supervisor:count_children(S))]),
         unlink(S), Down = monitor(process, S), exit(S, shutdown),
         receive {'DOWN', Down, _, _, _} -> ok end,
         io:format("~p~n", [[is_process_alive(P) || {_, P} <- After]])
     end || Strategy <- [one_for_one, one_for_all, rest_for_one]],
    %% too many restarts
    {ok, T} = supervisor:start_link(?MODULE, one_for_one),
    [killed(a, T) || _ <- lists:seq(1, 3)],
    catch exit(proplists:get_value(a, pids(T)), kill),
    io:format("~p~n", [receive {'EXIT', T, R} -> R after 2000 -> alive end]),
    %% dynamic
    {ok, D} = supervisor:start_link(?MODULE, simple_one_for_one),
    Cs = [element(2, supervisor:start_child(D, [I])) || I <- lists:seq(1, 100)],
    io:format("~p~n", [lists:keyfind(active, 1, supervisor:count_children(D))]),
    [supervisor:terminate_child(D, C) || C <- lists:sublist(Cs, 50)],
    io:format("~p~n", [lists:keyfind(active, 1, supervisor:count_children(D))]),
    unlink(D), M = monitor(process, D), exit(D, shutdown),
    io:format("~p~n", [receive {'DOWN', M, _, _, W} -> W after 5000 -> alive end]),
    io:format("~p~n", [lists:usort([is_process_alive(C) || C <- Cs])]),
    ok.

%% Kills the child, and gives all that are there when it has been started anew.
killed(Id, S) ->
    Old = proplists:get_value(Id, pids(S)),
    exit(Old, kill),
    anew(Id, Old, S).

anew(Id, Old, S) ->
    Now = pids(S),
    case proplists:get_value(Id, Now) of
        New when is_pid(New), New =/= Old -> Now;
        _ -> erlang:yield(), anew(Id, Old, S)
    end.

pids(S) -> lists:sort([{Id, P} || {Id, P, _, _} <- supervisor:which_children(S)]).

init(simple_one_for_one) ->
    {ok, {#{strategy => simple_one_for_one}, [#{id => x, start => {?MODULE, start_worker, []}, shutdown => 100}]}};
init(Strategy) ->
    {ok, {#{strategy => Strategy, intensity => 3, period => 5},
          [#{id => I, start => {?MODULE, start_worker, [I]}} || I <- [a, b, c]]}}.

start_worker(I) -> {ok, proc_lib:spawn_link(?MODULE, worker, [I])}.
worker(_) -> receive stop -> ok end.
