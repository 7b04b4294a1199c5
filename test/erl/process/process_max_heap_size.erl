%% max_heap_size: the process is killed, or only warned about.
-module(process_max_heap_size).
-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    {P1, M1} = spawn_opt(fun() -> grow([]) end, [monitor, {max_heap_size, 20000}]),
    io:format("~p~n", [receive {'DOWN', M1, process, P1, R1} -> R1 after 20000 -> lives end]),
    {P2, M2} = spawn_opt(fun() -> grow([]) end,
                         [monitor, {max_heap_size, #{size => 100000, kill => true, error_logger => false}}]),
    io:format("~p~n", [receive {'DOWN', M2, process, P2, R2} -> R2 after 20000 -> lives end]),
    {P3, M3} = spawn_opt(fun() -> exit({length, length(lists:seq(1, 100000))}) end,
                         [monitor, {max_heap_size, #{size => 20000, kill => false, error_logger => false}}]),
    io:format("~p~n", [receive {'DOWN', M3, process, P3, R3} -> R3 after 20000 -> lives end]),
    %% trapping does not help
    {P4, M4} = spawn_opt(fun() -> process_flag(trap_exit, true), grow([]) end, [monitor, {max_heap_size, 20000}]),
    io:format("~p~n", [receive {'DOWN', M4, process, P4, R4} -> R4 after 20000 -> lives end]),
    %% set from inside
    {P5, M5} = spawn_monitor(fun() -> process_flag(max_heap_size, 20000), grow([]) end),
    io:format("~p~n", [receive {'DOWN', M5, process, P5, R5} -> R5 after 20000 -> lives end]),
    %% links are told
    process_flag(trap_exit, true),
    P6 = spawn_opt(fun() -> grow([]) end, [link, {max_heap_size, 20000}]),
    io:format("~p~n", [receive {'EXIT', P6, R6} -> R6 after 20000 -> lives end]),
    ok.

grow(L) -> grow([{L, L} | L]).
