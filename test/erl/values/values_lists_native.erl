-module(values_lists_native).
-export([main/0]).
-include("check.hrl").

main() ->
    io:format("~p~n", [[lists:member(a, [b, a]), lists:member(1.0, [1]), lists:member(x, []), lists:member("a", ["b", "a"])]]),
    io:format("~p~n", [[lists:reverse([1, 2, 3]), lists:reverse([1, 2], [3]), lists:reverse([1], x), lists:reverse([], y)]]),
    L = [{a, 1}, x, {b}, {1.0, two}, {c, 3, 4}, [], {2, z}],
    Ks = [a, b, 1, 2.0, c, 4, q],
    io:format("~p~n", [[lists:keyfind(K, N, L) || K <- Ks, N <- [1, 2, 3]]]),
    io:format("~p~n", [[lists:keymember(K, N, L) || K <- Ks, N <- [1, 2, 3]]]),
    io:format("~p~n", [[lists:keysearch(K, N, L) || K <- Ks, N <- [1, 2, 3]]]),
    io:format("~p~n", [[[1, 2] ++ x([3]), [] ++ x([]), [] ++ x(x), [1] ++ x(x), x([1, 2, 3]) -- [2], x([1, 2, 1, 3]) -- [1], x([1, 2, 3]) -- [1.0],
        x([1, 2]) -- [3], x([]) -- [1], x([1]) -- []]]),
    io:format("~p~n", [[lists:append([[1], [2, 3], []]), lists:subtract([a, b, c, a, b], [b, a, a, a]), lists:concat([a, 1, "x", 1.5])]]),
    io:format("~p~n", [[ended(F) || F <- [fun() -> lists:member(a, x(b)) end, fun() -> lists:member(a, x([b | c])) end, fun() -> lists:reverse(x(a), []) end,
        fun() -> lists:reverse(x([a | b]), []) end, fun() -> lists:keyfind(a, x(0), []) end, fun() -> lists:keyfind(a, x(b), []) end,
        fun() -> lists:keyfind(a, 1, x(b)) end, fun() -> lists:keyfind(a, 1, x([b | c])) end, fun() -> lists:keymember(a, x(-1), []) end, fun() -> x(a) ++ [] end,
        fun() -> x([a | b]) ++ [c] end, fun() -> x(a) -- [] end, fun() -> [] -- x(a) end, fun() -> [a] -- x([b | c]) end, fun() -> length(x([a | b])) end,
        fun() -> length(x(a)) end, fun() -> hd(x([])) end, fun() -> tl(x([])) end, fun() -> hd(x(a)) end]]]).

x(X) -> X.
