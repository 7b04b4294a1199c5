%% A mailbox of 100,000 messages of every kind, read from both ends.
-module(process_big_mailbox).
-export([main/0]).

main() ->
    N = 100000,
    Self = self(),
    spawn(fun() -> [Self ! message(I) || I <- lists:seq(1, N)], Self ! last end),
    receive last -> ok end,
    io:format("~p~n", [element(2, process_info(self(), message_queue_len))]),
    {messages, L} = process_info(self(), messages),
    io:format("~p ~p~n", [length(L), L =:= [message(I) || I <- lists:seq(1, N)]]),
    erlang:garbage_collect(),
    io:format("~p~n", [erlang:phash2([receive X -> X end || _ <- lists:seq(1, N)]) =:= erlang:phash2(L)]),
    io:format("~p~n", [receive X -> X after 0 -> empty end]),
    %% the same with the queue off the heap
    {P, M} = spawn_opt(fun() -> receive go -> ok end, exit({sum, sum(0)}) end,
                       [monitor, {message_queue_data, off_heap}]),
    [P ! I || I <- lists:seq(1, N)],
    P ! go,
    io:format("~p~n", [receive {'DOWN', M, _, _, R} -> R end]),
    ok.

message(I) when I rem 5 =:= 0 -> {tuple, I, "text"};
message(I) when I rem 5 =:= 1 -> I;
message(I) when I rem 5 =:= 2 -> binary:copy(<<I:32>>, 1 + I rem 40);
message(I) when I rem 5 =:= 3 -> #{I => float(I)};
message(I) -> [I | atom].

sum(S) -> receive I when is_integer(I) -> sum(S + I) after 0 -> S end.
