%% max_heap_size counts the messages that wait in the queue, seen or not, unless they are kept off the heap.
-module(process_max_heap_queue).
-export([main/0]).
-include("check.hrl").

main() ->
    logger:set_primary_config(level, none),
    [show({Where, Reached, Count}, run(Where, Reached, Count)) ||
        Where <- [on_heap, off_heap], Reached <- [reached, not_reached], Count <- [10, 2000]],
    show(killed_later, taken(2000)).

%% How a process ends that makes garbage after `Count` messages of 200 words came.
run(Where, Reached, Count) ->
    {P, M} = spawn_opt(fun() -> receiver(Reached) end,
                       [monitor, {message_queue_data, Where}, {max_heap_size, #{size => 200000, kill => true, error_logger => false}}]),
    send(P, Count),
    P ! go,
    receive {'DOWN', M, process, P, R} -> R after 20000 -> lives end.

send(P, Count) ->
    [P ! {message, list_to_tuple(lists:seq(1, 200))} || _ <- lists:seq(1, Count)].

receiver(reached) -> receive go -> exit({made, garbage(100000, [])}) end;
receiver(not_reached) -> busy(20000000), exit({made, garbage(100000, [])}).

busy(0) -> ok;
busy(N) -> busy(N - 1).

garbage(0, L) -> length(L);
garbage(N, _) -> garbage(N - 1, [N, N, N, N]).

%% Those that were taken out of the queue and dropped count no more.
taken(Count) ->
    {P, M} = spawn_opt(fun() -> receive go -> ok end, drop(Count), exit({made, garbage(100000, [])}) end,
                       [monitor, {max_heap_size, #{size => 10000000, kill => true, error_logger => false}}]),
    send(P, Count),
    P ! go,
    receive {'DOWN', M, process, P, R} -> R after 20000 -> lives end.

drop(0) -> ok;
drop(N) -> receive {message, _} -> drop(N - 1) end.
