%% persistent_term's errors: class, reason and the head of the stack.
-module(memory_persistent_errors).
-export([main/0]).

main() ->
    try persistent_term:get(no_such_key) catch C:R:St -> [{M, F, A, _} | _] = St, io:format("~p~n", [{C, R, {M, F, A}}]) end,
    try persistent_term:get({no, such}) catch C1:R1 -> io:format("~p~n", [{C1, R1}]) end,
    io:format("~p~n", [persistent_term:get(1.0, not_there)]),
    persistent_term:put(1, integer),
    io:format("~p ~p~n", [persistent_term:get(1), persistent_term:get(1.0, not_there)]),
    io:format("~p~n", [persistent_term:erase(1.0)]),
    io:format("~p~n", [persistent_term:erase(1)]).
