-module(values_float_read).
-export([main/0]).
-include("check.hrl").

main() ->
    Good = ["1.0", "+1.0", "-1.0", "0.1", "1.0e10", "1.0E10", "1.0e+10", "1.0e-10", "00001.50", "123456789012345678901234567890.0",
            "2.2250738585072011e-308", "1.7976931348623157e308", "4.9e-324", "0.0e999", "9007199254740993.0", "8.5e0",
            "1.00000000000000011102230246251565404236316680908203125",
            "1.00000000000000011102230246251565404236316680908203124", "1." ++ lists:duplicate(200, $1)],
    Bad = ["", "1", "1.", ".5", "1.e5", "1.0e", "1.0e+", "abc", "1.0x", " 1.0", "1.0 ", "1,0", "--1.0", "1.0e1.0", "1.8e308", "1.0e400",
           "inf", "nan", "1_0.0"],
    [io:format("~s ~w ~w~n", [S, list_to_float(S), binary_to_float(list_to_binary(S))]) || S <- Good],
    [io:format("~s ~p ~p~n", [S, caught(fun() -> list_to_float(S) end), caught(fun() -> binary_to_float(list_to_binary(S)) end)]) || S <- Bad],
    io:format("~p~n", [[caught(fun() -> list_to_float(X) end) || X <- [a, 1, [a], "1.0" ++ a, <<"1.0">>]]]),
    io:format("~p~n", [[caught(fun() -> binary_to_float(X) end) || X <- [a, 1, "1.0", <<1:3>>]]]),
    io:format("~p~n", [[string:to_float(S) || S <- ["1.5", "+2.5e3", "1", "x", "", "1.5abc", "1.5e", "-2.5e3x", [$1, $., $5, a]]]]).
