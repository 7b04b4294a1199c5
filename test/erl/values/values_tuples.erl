-module(values_tuples).
-export([main/0]).
-include("check.hrl").

main() ->
    T = {a, b, c},
    io:format("~p~n", [[element(1, T), element(3, T), setelement(2, T, x), tuple_size(T), size(T), size(<<1, 2:3>>), tuple_size({})]]),
    io:format("~p~n", [[erlang:append_element(T, d), erlang:insert_element(1, T, z), erlang:insert_element(4, T, z), erlang:delete_element(2, T), erlang:append_element({}, 1)]]),
    io:format("~p~n", [[erlang:make_tuple(3, x), erlang:make_tuple(0, x), erlang:make_tuple(4, [], [{2, b}, {4, d}, {2, z}])]]),
    io:format("~p~n", [[tuple_to_list(T), list_to_tuple([1, 2]), list_to_tuple([]), tuple_to_list({})]]),
    io:format("~p~n", [[ended(F) || F <- [fun() -> element(x(0), T) end, fun() -> element(x(4), T) end, fun() -> element(x(a), T) end, fun() -> element(1, x(a)) end,
        fun() -> element(x(1 bsl 70), T) end, fun() -> setelement(x(0), T, x) end, fun() -> setelement(x(4), T, x) end, fun() -> setelement(1, x(a), x) end,
        fun() -> tuple_size(x(a)) end, fun() -> size(x(a)) end, fun() -> erlang:append_element(x(a), 1) end, fun() -> erlang:insert_element(x(5), T, 1) end,
        fun() -> erlang:insert_element(x(0), T, 1) end, fun() -> erlang:delete_element(x(4), T) end, fun() -> erlang:delete_element(1, x({})) end,
        fun() -> erlang:make_tuple(x(-1), a) end, fun() -> erlang:make_tuple(x(a), a) end, fun() -> erlang:make_tuple(x(1 bsl 24), a) end, fun() -> erlang:make_tuple(2, a, [{3, b}]) end,
        fun() -> erlang:make_tuple(2, a, [b]) end, fun() -> erlang:make_tuple(2, a, x(b)) end, fun() -> tuple_to_list(x(a)) end, fun() -> list_to_tuple(x(a)) end,
        fun() -> list_to_tuple(x([a | b])) end]]]),
    B = erlang:make_tuple(1000000, 0),
    io:format("~p~n", [[tuple_size(B), length(tuple_to_list(B)), element(500, setelement(500, B, q)), tuple_size(list_to_tuple(lists:seq(1, 100000)))]]).

x(X) -> X.
