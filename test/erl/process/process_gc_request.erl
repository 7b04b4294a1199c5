%% garbage_collect of oneself and of others, and what it answers.
-module(process_gc_request).
-export([main/0]).

main() ->
    io:format("~p~n", [garbage_collect()]),
    P = spawn(fun() -> L = lists:seq(1, 10000), receive {From, get} -> From ! {sum, lists:sum(L)} end end),
    timer:sleep(10),
    io:format("~p~n", [garbage_collect(P)]),
    io:format("~p~n", [garbage_collect(P, [{type, minor}])]),
    io:format("~p~n", [garbage_collect(P, [{async, id_7}])]),
    io:format("~p~n", [receive {garbage_collect, id_7, R} -> R after 1000 -> nothing end]),
    P ! {self(), get},
    io:format("~p~n", [receive {sum, S} -> S end]),
    timer:sleep(10),
    io:format("~p~n", [garbage_collect(P)]),
    io:format("~p~n", [garbage_collect(P, [{async, x}])]),
    io:format("~p~n", [receive {garbage_collect, x, R2} -> R2 after 1000 -> nothing end]),
    io:format("~p~n", [garbage_collect(self(), [{type, major}])]),
    [io:format("~p~n", [try apply(erlang, garbage_collect, A) catch C:E -> {C, E} end])
     || A <- [[a], [P, [bad]], [P, [{type, some}]], [P, x]]],
    %% a process that waits in receive with much garbage shrinks
    Self = self(),
    Q = spawn(fun() -> _ = [X * 2 || X <- lists:seq(1, 200000)], Self ! garbage, receive stop -> ok end end),
    receive garbage -> ok end,
    garbage_collect(Q),
    io:format("~p~n", [element(2, process_info(Q, total_heap_size)) < 5000]),
    ok.
