%% erlang:hibernate/0 keeps the stack, sleeps until there is a message, and returns at once if there is one.
%% skip OTP 25: hibernate/0 came with OTP 28
%% skip OTP 27: hibernate/0 came with OTP 28
-module(process_hibernate_here).
-export([main/0]).

main() ->
    Main = self(),
    P = spawn(fun() -> Main ! {self(), sleeper(lists:seq(1, 10))} end),
    timer:sleep(50),
    {reductions, R} = process_info(P, reductions),
    io:format("~p~n", [[process_info(P, I) || I <- [current_function, status, message_queue_len]]]),
    timer:sleep(100),
    {reductions, Later} = process_info(P, reductions),
    io:format("sleeps ~p~n", [Later - R < 1000]),
    P ! first,
    receive {P, Answer} -> io:format("~p~n", [Answer]) end,
    self() ! waiting,
    io:format("~p ~p~n", [erlang:hibernate(), apply(erlang, hibernate, [])]),
    receive waiting -> ok end.

sleeper(List) ->
    Slept = erlang:hibernate(),
    receive M -> {Slept, M, lists:sum(List)} end.
