%% A stack a million frames deep, with garbage made on the way down and up.
-module(memory_stack_deep).
-export([main/0]).

main() ->
    io:format("~p~n", [sum(1000000)]),
    io:format("~p~n", [length(copy(lists:seq(1, 1000000)))]),
    io:format("~p~n", [try throw_up(300000) catch throw:X -> X end]),
    io:format("~p~n", [catch_deep(100000)]).

sum(0) -> 0;
sum(N) -> T = {N, [N]}, sum(N - 1) + element(1, T) + hd(element(2, T)).

copy([]) -> [];
copy([H | T]) -> [H | copy(T)].

throw_up(0) -> throw(lists:seq(1, 5));
throw_up(N) -> [N | throw_up(N - 1)].

catch_deep(0) -> done;
catch_deep(N) -> try catch_deep(N - 1) catch error:_ -> never after ok end.
