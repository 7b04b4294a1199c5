-module(values_integer_text).
-export([main/0]).
-include("check.hrl").

main() ->
    Ns = [0, 1, -1, 255, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 64, -(1 bsl 200), 123456789012345678901234567890],
    [io:format("~s ~s~n", [integer_to_list(N, B), integer_to_binary(N, B)]) || N <- Ns, B <- lists:seq(2, 36)],
    [true = (N =:= list_to_integer(integer_to_list(N, B), B)) andalso (N =:= binary_to_integer(integer_to_binary(N, B), B))
        || N <- Ns, B <- lists:seq(2, 36)],
    io:format("~p~n", [[list_to_integer(S) || S <- ["1", "+1", "-1", "000012", "-0", "+0", "99999999999999999999999"]]]),
    io:format("~p~n", [[caught(fun() -> list_to_integer(S) end) || S <- ["", "+", "-", "1.0", "a", " 1", "1 ", "1_000", "--1", a, 1, [a], "12" ++ a]]]),
    io:format("~p~n", [[caught(fun() -> binary_to_integer(S) end) || S <- [<<>>, <<"+">>, <<"1.0">>, <<"1 ">>, "1", <<1:3>>]]]),
    io:format("~p~n", [[caught(fun() -> list_to_integer("z", B) end) || B <- [1, 2, 35, 36, 37, a, -1]]]),
    io:format("~p~n", [[caught(fun() -> integer_to_list(10, B) end) || B <- [1, 37, a, 1 bsl 70]]]),
    io:format("~p~n", [[caught(fun() -> integer_to_list(X) end) || X <- [a, 1.0]]]),
    io:format("~p~n", [[list_to_integer("fF", 16), list_to_integer("-zZ", 36), list_to_integer("+1010", 2)]]),
    io:format("~p~n", [[string:to_integer(S) || S <- ["12ab", "-5", "+7 x", "x", "", [$1, a], a]]]).
