-module(memory_heap_sizes).
-export([main/0]).

%% system_info(heap_sizes) lists what OTP's does; snifs names what is_builtin/3 knows.
main() ->
    io:format("~p~n", [erlang:system_info(heap_sizes)]),
    Snifs = erlang:system_info(snifs),
    io:format("~p ~p~n", [[{M, F, A} || {M, F, A} <- Snifs, not erlang:is_builtin(M, F, A)],
                          lists:member({atomics, add, 3}, Snifs)]).
