-module(interp_hibernate).
-export([main/0, awake/2]).

%% hibernate: the stack is gone, the state is not; woken by a message that is there or comes later.
main() ->
    Self = self(),
    Pid = spawn(fun() -> wait(Self, [{state, 1}]) end),
    Pid ! {get, Self},
    io:format("~p~n", [receive M -> M after 2000 -> timeout end]),
    timer:sleep(20),
    io:format("~p~n", [process_info(Pid, current_function)]),
    Pid ! {put, x},
    Pid ! {get, Self},
    io:format("~p~n", [receive M2 -> M2 after 2000 -> timeout end]),
    Ref = monitor(process, Pid),
    Pid ! die,
    io:format("~p~n", [receive {'DOWN', Ref, _, _, R} -> R after 2000 -> timeout end]),
    io:format("~p~n", [catch_it()]).

wait(Owner, State) ->
    try erlang:hibernate(?MODULE, awake, [Owner, State]) catch _:_ -> Owner ! never end.

awake(Owner, State) ->
    receive
        {get, From} -> From ! {State, Owner =:= From}, wait(Owner, State);
        {put, X} -> wait(Owner, [X | State]);
        die -> exit(done)
    end.

catch_it() -> try erlang:hibernate(a, b, c) catch error:R -> R end.
