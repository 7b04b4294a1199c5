%% A process that passes max_heap_size is killed, or only reported, as it was told.
-module(memory_max_heap).
-export([main/0]).

main() ->
    run(#{size => 10000, kill => true, error_logger => false}, 100000),
    run(#{size => 10000, kill => false, error_logger => false}, 100000),
    run(#{size => 10000000, kill => true, error_logger => false}, 100000),
    process_flag(max_heap_size, #{size => 0}),
    io:format("~p~n", [(catch process_flag(max_heap_size, #{size => -1})) =/= ok]),
    io:format("~p~n", [process_flag(max_heap_size, 100000000)]).

run(Max, N) ->
    {P, M} = spawn_opt(fun() -> exit({length_is, length(build(N, []))}) end, [monitor, {max_heap_size, Max}]),
    receive {'DOWN', M, process, P, R} -> io:format("~p~n", [R]) end.

build(0, L) -> L;
build(N, L) -> build(N - 1, [N | L]).
