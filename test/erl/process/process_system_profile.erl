%% erlang:system_profile/2 tells when processes begin and cease to have something to do.
-module(process_system_profile).
-export([main/0]).

main() ->
    Me = self(),
    P = spawn(fun() -> loop(Me) end),
    receive ready -> ok end,
    timer:sleep(10),
    io:format("~p~n", [erlang:system_profile()]),
    Receiver = spawn(fun() -> collect([]) end),
    io:format("~p~n", [erlang:system_profile(Receiver, [runnable_procs, monotonic_timestamp])]),
    io:format("~p~n", [element(2, erlang:system_profile())]),
    [begin P ! again, receive ready -> ok end, timer:sleep(10) end || _ <- [1, 2, 3]],
    Ref = monitor(process, P),
    P ! stop,
    receive {'DOWN', Ref, _, _, R} -> io:format("~p~n", [R]) end,
    timer:sleep(10),
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

collect(L) ->
    receive {events, To} -> To ! {events, lists:reverse(L)}; E -> collect([E | L]) end.
