-module(interp_literals).
-export([main/0]).

%% Literals of every kind stay as they are, are shared, and are compared by value.
main() ->
    L = [big(), float(), list(), tuple(), binary(), map(), nested(), string(), bits(), function(), empty()],
    [io:format("~p~n", [X]) || X <- L],
    io:format("~p~n", [[X =:= Y || {X, Y} <- lists:zip(L, [big(), float(), list(), tuple(), binary(), map(), nested(), string(), bits(), function(), empty()])]]),
    Self = self(),
    P = spawn(fun() -> receive X -> Self ! {X, nested() =:= X} end end),
    P ! nested(),
    io:format("~p~n", [receive {_, Same} -> Same end]),
    io:format("~p~n", [setelement(2, tuple(), changed)]),
    io:format("~p~n", [tuple()]),
    io:format("~p~n", [[is_one_of(X) || X <- [{a, [1.5]}, {a, [2.5]}, <<"long binary that is a literal of its own, more than sixty-four bytes of it">>]]]),
    io:format("~p~n", [erts_debug:same(nested(), nested())]).

big() -> 123456789012345678901234567890.
float() -> 3.14159.
list() -> [1, two, "three", 4.0].
tuple() -> {a, b, {c, [d]}}.
binary() -> <<"a literal of more than sixty-four bytes, so that it lives off the heap in OTP's own machine">>.
map() -> #{a => 1, "b" => [2], {3} => #{4 => 5}}.
nested() -> {[[[[{deep, <<"x">>, 1 bsl 100}]]]]}.
string() -> "h\x{e9}llo \x{20ac}".
bits() -> <<5:3, 1:1, "z">>.
function() -> fun lists:map/2.
empty() -> {[], {}, <<>>, #{}, ""}.

is_one_of({a, [1.5]}) -> first;
is_one_of(<<"long binary that is a literal of its own, more than sixty-four bytes of it">>) -> second;
is_one_of(_) -> none.
