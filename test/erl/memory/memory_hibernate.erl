%% A hibernating process keeps its data, and little more.
-module(memory_hibernate).
-export([main/0]).

-export([woken/2]).

main() ->
    P = spawn_link(fun() -> sleep(lists:seq(1, 1000), binary:copy(<<"x">>, 1000)) end),
    P ! {self(), one},
    receive X1 -> io:format("~p~n", [X1]) end,
    timer:sleep(50),
    {total_heap_size, H} = process_info(P, total_heap_size),
    io:format("~p ~p~n", [H < 3000, process_info(P, current_function)]),
    P ! {self(), two},
    receive X2 -> io:format("~p~n", [X2]) end.

sleep(L, B) ->
    lists:seq(1, 10000),
    erlang:hibernate(?MODULE, woken, [L, B]).

woken(L, B) ->
    receive {From, Tag} -> From ! {Tag, lists:sum(L), byte_size(B)} end,
    sleep(L, B).
