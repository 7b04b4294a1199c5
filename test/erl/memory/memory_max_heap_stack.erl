%% max_heap_size counts the block that a collection leaves with the data in it, not with its stack: a deep recursion has room.
-module(memory_max_heap_stack).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    [io:format("~w ~w~n", [Depth, deep(Depth)]) || Depth <- [100, 1000, 2000, 20000]].

deep(Depth) ->
    Limit = #{size => 10000, kill => true, error_logger => false},
    Pid = spawn_opt(fun() -> exit({length, length(sequence(1, Depth))}) end, [link, {max_heap_size, Limit}]),
    receive {'EXIT', Pid, Reason} -> Reason end.

sequence(Last, Last) -> [Last];
sequence(First, Last) -> [First | sequence(First + 1, Last)].
