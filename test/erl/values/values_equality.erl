-module(values_equality).
-export([main/0]).

main() ->
    io:format("~p~n", [[1 == 1.0, 1 =:= 1.0, x(0.0) == -0.0, [1] == [1.0], {1, [2.0]} == {1.0, [2]}, a == b,
        "a" == [97], <<1, 2>> == <<1, 2>>, <<1:9>> == <<0, 1:1>>, fun erlang:abs/1 == fun erlang:abs/1]]),
    F = fun(X) -> fun(Y) -> X + Y end end,
    io:format("~p~n", [[F(1) == F(1), F(1) =:= F(1), F(1) == F(2), F(1) == F(1.0), F(1) =:= F(1.0)]]),
    Big = <<0:1000, 1>>,
    <<_:3, Off:1000/bitstring, _/bitstring>> = <<0:3, 0:1000, 5:5>>,
    <<Head:1000/bitstring, _/bitstring>> = Big,
    io:format("~p~n", [[Off == Head, Off =:= Head, erlang:phash2(Off) =:= erlang:phash2(Head), #{Off => 1} =:= #{Head => 1}, maps:get(Off, #{Head => 1})]]),
    R = make_ref(),
    io:format("~p~n", [[R == R, R == make_ref(), self() == self(), #{R => 1} =:= #{R => 1}]]).

x(X) -> X.
