-module(interp_bits_floats).
-export([main/0]).

%% Floats of 16, 32 and 64 bits in and out, both endians, infinities that do not match.
main() ->
    [io:format("~p~n", [{F, <<F:64/float>>, <<F:32/float-little>>, catch <<F:16/float>>}]) || F <- [0.0, 1.0, -2.5, 0.1, 65504.0, 6.1e-5, 1.0e-7]],
    [io:format("~p~n", [{B, match(B)}]) || B <- [<<0:64>>, <<16#3ff8000000000000:64>>, <<16#7ff0000000000000:64>>, <<16#7ff8000000000000:64>>,
                                                <<16#3fc00000:32>>, <<16#7f800000:32>>, <<16#3c00:16>>, <<16#7c00:16>>, <<1>>, <<1:64, 0>>]],
    io:format("~p~n", [[X || <<X:32/float-little>> <= <<1.5:32/float-little, 2.5:32/float-little>>]]),
    io:format("~p~n", [sized(<<64, 1.25/float>>, 64)]),
    io:format("~p~n", [odd(<<1:5, 2.75/float, 2:3>>)]),
    io:format("~p~n", [[<<X/float>> || X <- [1, 1 bsl 60, -7]]]).

match(<<F/float>>) -> {double, F};
match(<<F:32/float>>) -> {single, F};
match(<<F:16/float>>) -> {half, F};
match(_) -> none.

sized(B, N) -> case B of <<_, F:N/float>> -> F; _ -> none end.
odd(<<A:5, F/float, B:3>>) -> {A, F, B}.
