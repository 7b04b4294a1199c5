%% What is no iolist, and how the failure looks.
-module(binary_iolists_errors).
-export([main/0]).

main() ->
    Bad = [a, 1, [a], [256], [-1], [1 | 2], [[1 | 2]], [<<1:3>>], <<1:3>>, [1.0], [1 bsl 64], {1}, [[], [[] | a]], [<<1>> | <<1:1>>]],
    Fs = [{F, fun erlang:F/1} || F <- [list_to_binary, iolist_to_binary, iolist_size, list_to_bitstring, iolist_to_iovec]],
    [io:format("~w ~w ~w~n", [N, B, show(F, B)]) || {N, F} <- Fs, B <- Bad].

show(F, B) ->
    try F(B) catch C:R:Trace -> [{M, N, A, I} | _] = Trace, {C, R, M, N, A =:= [B], proplists:get_value(error_info, I)} end.
