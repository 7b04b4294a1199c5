%% persistent_term: put, get, erase, info.
-module(memory_persistent_basic).
-export([main/0]).

main() ->
    io:format("~p~n", [persistent_term:get({?MODULE, k}, default)]),
    io:format("~p~n", [persistent_term:put({?MODULE, k}, {value, [1, 2, 3]})]),
    io:format("~p~n", [persistent_term:get({?MODULE, k})]),
    io:format("~p~n", [persistent_term:put({?MODULE, k}, {value, [1, 2, 3]})]),
    io:format("~p~n", [persistent_term:put({?MODULE, k}, 2)]),
    io:format("~p~n", [persistent_term:get({?MODULE, k}, default)]),
    #{count := C, memory := M} = persistent_term:info(),
    persistent_term:put({?MODULE, l}, lists:seq(1, 1000)),
    #{count := C1, memory := M1} = persistent_term:info(),
    io:format("~p ~p~n", [C1 - C, M1 - M > 16000]),
    io:format("~p~n", [lists:sort([K || {{?MODULE, K}, _} <- persistent_term:get()])]),
    io:format("~p ~p~n", [persistent_term:erase({?MODULE, k}), persistent_term:erase({?MODULE, k})]),
    io:format("~p~n", [persistent_term:get({?MODULE, k}, gone)]).
