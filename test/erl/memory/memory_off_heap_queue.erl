%% message_queue_data off_heap and on_heap, changed while messages wait.
-module(memory_off_heap_queue).
-export([main/0]).

main() ->
    io:format("~p~n", [process_flag(message_queue_data, off_heap)]),
    [self() ! {N, lists:seq(1, N rem 10)} || N <- lists:seq(1, 1000)],
    erlang:garbage_collect(),
    io:format("~p~n", [process_info(self(), message_queue_data)]),
    io:format("~p~n", [process_flag(message_queue_data, on_heap)]),
    [self() ! {N, lists:seq(1, N rem 10)} || N <- lists:seq(1001, 2000)],
    erlang:garbage_collect(),
    io:format("~p~n", [process_info(self(), message_queue_data)]),
    {messages, Ms} = process_info(self(), messages),
    io:format("~p ~p~n", [length(Ms), lists:sum([length(L) || {_, L} <- Ms])]),
    io:format("~p~n", [lists:sum([receive {N, _} -> N end || _ <- Ms])]),
    P = spawn_opt(fun() -> receive {From, X} -> From ! {self(), X} end end, [link, {message_queue_data, off_heap}]),
    P ! {self(), <<"hello">>},
    receive {P, X} -> io:format("~p~n", [X]) end.
