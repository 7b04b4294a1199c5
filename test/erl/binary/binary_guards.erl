%% byte_size, bit_size, size, binary_part and the type tests in guards.
-module(binary_guards).
-export([main/0]).

main() ->
    Vs = [<<>>, <<1>>, <<1, 2, 3, 4>>, <<1:3>>, <<0:100>>, [], {1}, a, 7],
    [io:format("~w ~w~n", [V, [F(V) || F <- [fun a/1, fun b/1, fun c/1, fun d/1, fun e/1]]]) || V <- Vs],
    [io:format("~w~n", [catch F(x)]) || F <- [fun erlang:byte_size/1, fun erlang:bit_size/1]],
    io:format("~w ~w~n", [byte_size(<<0:9>>), bit_size(<<0:9>>)]).

a(X) when byte_size(X) =:= 1 -> one;
a(X) when byte_size(X) > 3 -> many;
a(_) -> no.
b(X) when bit_size(X) rem 8 =/= 0 -> odd;
b(_) -> no.
c(X) when binary_part(X, 1, 2) =:= <<2, 3>> -> part;
c(X) when binary_part(X, {0, 1}) =:= <<1>> -> first;
c(_) -> no.
d(X) when is_binary(X) -> binary;
d(X) when is_bitstring(X) -> bitstring;
d(_) -> no.
e(X) when size(X) =:= 1 -> one;
e(_) -> no.
