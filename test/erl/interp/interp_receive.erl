-module(interp_receive).
-export([main/0]).

%% Receive: order, patterns, guards that allocate, after, nested.
main() ->
    Self = self(),
    [Self ! M || M <- [1, {a, 2}, 3, {b, 4}, "five", {a, 6}]],
    io:format("~p~n", [receive {a, X} -> X end]),
    io:format("~p~n", [receive {a, X1} -> X1 end]),
    io:format("~p~n", [receive N when is_integer(N), N * (1 bsl 62) > (1 bsl 63) -> N end]),
    io:format("~p~n", [receive L when is_list(L) -> L end]),
    io:format("~p~n", [rest()]),
    io:format("~p~n", [receive never -> ok after 0 -> none end]),
    io:format("~p~n", [receive after 20 -> slept end]),
    Self ! first,
    io:format("~p~n", [receive A -> receive B -> {A, B} after 10 -> {A, alone} end end]),
    Pid = spawn(fun() -> echo(0) end),
    io:format("~p~n", [[call(Pid, I) || I <- lists:seq(1, 10)]]),
    Pid ! stop,
    big_queue().

rest() -> receive M -> [M | rest()] after 0 -> [] end.

echo(Count) ->
    receive
        {From, Ref, Value} -> From ! {Ref, {Count, Value}}, echo(Count + 1);
        stop -> ok
    end.

call(Pid, Value) ->
    Ref = make_ref(),
    Pid ! {self(), Ref, Value},
    receive {Ref, Reply} -> Reply end.

%% Answers are found behind a long queue.
big_queue() ->
    [self() ! {noise, I} || I <- lists:seq(1, 20000)],
    Pid = spawn(fun() -> echo(0) end),
    io:format("~p~n", [lists:sum([element(2, call(Pid, I)) || I <- lists:seq(1, 2000)])]),
    io:format("~p~n", [length(rest())]).
