%% erlang:system_profile/2 tells when processes begin and cease to have something to do.
-module(process_system_profile).
-export([main/0]).

main() ->
    Me = self(),
    io:format("~p~n", [erlang:system_profile()]),
    Receiver = spawn(fun() -> collect(Me, none, []) end),
    io:format("~p~n", [erlang:system_profile(Receiver, [runnable_procs, monotonic_timestamp])]),
    io:format("~p~n", [element(2, erlang:system_profile())]),
    P = spawn(fun() -> loop(Me) end),
    Receiver ! {watch, P},
    receive ready -> idle(P) end,
    [begin P ! again, receive ready -> idle(P) end end || _ <- [1, 2, 3]],
    Ref = monitor(process, P),
    P ! stop,
    receive {'DOWN', Ref, _, _, R} -> io:format("~p~n", [R]) end,
    idle(P),
    {Receiver, [runnable_procs]} = erlang:system_profile(undefined, []),
    Receiver ! {events, self()},
    Events = receive {events, L} -> L end,
    io:format("~p~n", [[{What, where(W)} || {profile, Q, What, W, T} <- Events, Q =:= P, is_integer(T)]]),
    io:format("~p~n", [[E || {profile, Q, _, _, _} = E <- Events, Q =:= Receiver]]),
    [io:format("~p~n", [element(1, element(2, catch erlang:system_profile(X, Y)))])
     || {X, Y} <- [{self(), [nothing]}, {42, [scheduler]}, {self(), [scheduler | x]}]],
    undefined = erlang:system_profile(self(), [scheduler, runnable_procs, runnable_ports, exclusive]),
    io:format("~p~n", [tl(tuple_to_list(erlang:system_profile(undefined, [])))]).

where({?MODULE, F, A}) -> {F, A};
where(W) -> W.

loop(To) ->
    To ! ready,
    receive again -> loop(To); stop -> ok end.

%% It has nothing to do any more, as the profile tells: only then may the next message come.
idle(P) -> receive {idle, P} -> ok end.

collect(Main, P, L) ->
    receive
        {events, To} -> To ! {events, lists:reverse(L)};
        {watch, Q} -> [Main ! {idle, Q} || {profile, R, inactive, _, _} <- L, R =:= Q], collect(Main, Q, L);
        {profile, P, inactive, _, _} = E -> Main ! {idle, P}, collect(Main, P, [E | L]);
        E -> collect(Main, P, [E | L])
    end.
