-module(values_phash2_values).
-export([main/0]).
-include("check.hrl").

main() ->
    [io:format("~w ~w ~w ~w~n", [T, erlang:phash2(T), erlang:phash2(T, 1 bsl 32), erlang:phash(T, 1 bsl 32)]) || T <- terms()],
    [io:format("~w~n", [erlang:phash2({T, T}, 1 bsl 32)]) || T <- terms()],
    [io:format("~w~n", [erlang:phash2([T | T], 1 bsl 32)]) || T <- terms()],
    F = fun(X) -> fun() -> X end end,
    io:format("~p~n", [erlang:phash2(F(1)) =:= erlang:phash2(F(1))]),
    Ranges = [0, 1, 2, -1, a, 1 bsl 32, (1 bsl 32) + 1],
    io:format("~p~n", [[caught(fun() -> erlang:phash2(a, R) end) || R <- Ranges]]),
    io:format("~p~n", [[caught(fun() -> erlang:phash(a, R) end) || R <- Ranges]]).

terms() ->
    [0, 1, -1, 255, 256, (1 bsl 27) - 1, 1 bsl 27, -(1 bsl 27), -(1 bsl 27) - 1, 1 bsl 32, (1 bsl 59) - 1, 1 bsl 59, -(1 bsl 59), 1 bsl 64,
     -(1 bsl 64), 1 bsl 1000, 0.0, 1.0, -1.5, 1.0e300, a, b, '', 'hello world', list_to_atom([228]), list_to_atom([1078]), abcdefghijklmnopqrstuvwxyz,
     [], [a], [1], "abc", "abcd", "abcde", [1, 2, a, 3, 4, 5, 6, 7], [300, 1], [1 | a], [1 | 2], [[]], [[a], "b"],
     {}, {a}, {1, 2, 3}, {{}, []}, <<>>, <<1>>, <<"hello, world, how are you">>, <<1:1>>, <<5:3>>, <<1, 2, 3:4>>, binary:copy(<<7>>, 1000),
     #{}, #{a => 1}, #{a => 1, b => 2}, #{b => 2, a => 1}, #{#{} => #{1 => 2}}, fun erlang:abs/1, fun lists:map/2].
