%% Large tuples updated again and again: old ones stay as they were.
-module(memory_setelement).
-export([main/0]).

main() ->
    T0 = list_to_tuple(lists:seq(1, 500)),
    Ts = updates(T0, 1, []),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(Ts), erlang:phash2(Ts)]),
    io:format("~p~n", [element(250, T0)]),
    {Last, First} = {hd(Ts), lists:last(Ts)},
    io:format("~p ~p~n", [element(500, Last), element(500, First)]),
    io:format("~p~n", [tuple_size(erlang:append_element(Last, x))]).

updates(_, 501, Acc) -> Acc;
updates(T, N, Acc) -> U = setelement(N, T, [N, element(N, T)]), updates(setelement(N, U, -N), N + 1, [U | Acc]).
