%% Thousands of keys, half of them erased.
-module(memory_persistent_many).
-export([main/0]).

main() ->
    [persistent_term:put({?MODULE, N}, {N, integer_to_list(N)}) || N <- lists:seq(1, 4000)],
    io:format("~p~n", [lists:sum([element(1, persistent_term:get({?MODULE, N})) || N <- lists:seq(1, 4000)])]),
    [true = persistent_term:erase({?MODULE, N}) || N <- lists:seq(1, 4000), N rem 2 =:= 0],
    Left = lists:sort([V || {{?MODULE, _}, V} <- persistent_term:get()]),
    io:format("~p ~p ~p~n", [length(Left), hd(Left), lists:last(Left)]),
    io:format("~p~n", [[persistent_term:get({?MODULE, N}, none) || N <- lists:seq(1, 10)]]),
    [persistent_term:erase({?MODULE, N}) || N <- lists:seq(1, 4000)],
    io:format("~p~n", [[K || {{?MODULE, _} = K, _} <- persistent_term:get()]]).
