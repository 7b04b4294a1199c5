%% hibernate: the stack is gone, dictionary and state stay.
-module(process_hibernate).
-export([main/0, woken/2, again/1]).

main() ->
    Self = self(),
    {P, M} = spawn_monitor(fun() ->
                                   put(kept, yes),
                                   try erlang:hibernate(?MODULE, woken, [Self, {state, [1, 2, 3]}])
                                   after Self ! never_here end
                           end),
    timer:sleep(20),
    io:format("~p~n", [process_info(P, current_function)]),
    io:format("~p~n", [process_info(P, [status, message_queue_len])]),
    P ! hello,
    io:format("~p~n", [receive {P, X} -> X after 2000 -> timeout end]),
    io:format("~p~n", [receive {'DOWN', M, process, P, R} -> R after 2000 -> timeout end]),
    io:format("~p~n", [receive never_here -> ran after 0 -> skipped end]),
    %% a message that is there already wakes it at once
    Q = spawn(fun() -> self() ! early, erlang:hibernate(?MODULE, woken, [Self, early_state]) end),
    io:format("~p~n", [receive {Q, Y} -> Y after 2000 -> timeout end]),
    %% a hundred times
    {L, ML} = spawn_monitor(?MODULE, again, [100]),
    ping(L, ML),
    [io:format("~p~n", [try erlang:hibernate(A, B, C) catch Cl:E -> {Cl, E} end])
     || {A, B, C} <- [{1, f, []}, {m, 1, []}, {m, f, x}, {m, f, [a | b]}]],
    ok.

woken(To, State) ->
    To ! {self(), {State, get(kept), receive X -> X end}},
    exit({done, catch_level()}).

catch_level() -> element(2, process_info(self(), catchlevel)).

again(0) -> exit(enough);
again(N) -> receive ping -> erlang:hibernate(?MODULE, again, [N - 1]) end.

ping(P, M) ->
    P ! ping,
    receive {'DOWN', M, _, _, R} -> io:format("~p~n", [R]) after 1 -> ping(P, M) end.
