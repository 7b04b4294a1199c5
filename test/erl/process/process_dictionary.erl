%% The process dictionary: thousands of keys of every type.
-module(process_dictionary).
-export([main/0]).

main() ->
    io:format("~p ~p ~p~n", [put(a, 1), put(a, 2), get(a)]),
    io:format("~p ~p~n", [get(b), erase(b)]),
    io:format("~p ~p~n", [erase(a), get(a)]),
    put(1, int), put(1.0, float), put("1", string), put(<<"1">>, binary), put({1}, tuple), put(#{1 => 1}, map),
    io:format("~p~n", [[get(K) || K <- [1, 1.0, "1", <<"1">>, {1}, #{1 => 1}]]]),
    io:format("~p~n", [lists:sort(get_keys(int))]),
    erase(),
    io:format("~p ~p~n", [get(), get_keys()]),
    N = 20000,
    [undefined = put({key, I}, I) || I <- lists:seq(1, N)],
    erlang:garbage_collect(),
    io:format("~p~n", [lists:sum([get({key, I}) || I <- lists:seq(1, N)])]),
    [I = erase({key, I}) || I <- lists:seq(1, N, 2)],
    io:format("~p ~p~n", [length(get()), length(get_keys())]),
    io:format("~p~n", [lists:usort([get({key, I}) || I <- lists:seq(1, N, 2)])]),
    io:format("~p~n", [lists:all(fun(I) -> get({key, I}) =:= I end, lists:seq(2, N, 2))]),
    io:format("~p~n", [lists:sort(get()) =:= [{{key, I}, I} || I <- lists:seq(2, N, 2)]]),
    [put(I rem 10, I) || I <- lists:seq(1, 1000)],
    io:format("~p~n", [[get(I) || I <- lists:seq(0, 9)]]),
    io:format("~p~n", [length(erase())]),
    io:format("~p~n", [get()]),
    put(same, x), put(same2, x),
    io:format("~p~n", [lists:sort(get_keys(x))]),
    io:format("~p~n", [process_info(self(), dictionary) =:= {dictionary, get()}]),
    ok.
