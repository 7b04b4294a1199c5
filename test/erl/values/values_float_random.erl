-module(values_float_random).
-export([main/0]).

main() ->
    io:format("~p~n", [run(88172645463325252, 20000, 0, 0)]).

run(_, 0, Sum, Total) -> {Sum, Total};
run(State, N, Sum, Total) ->
    A = (State bxor (State bsl 13)) band 16#ffffffffffffffff,
    B = A bxor (A bsr 7),
    C = (B bxor (B bsl 17)) band 16#ffffffffffffffff,
    case <<C:64>> of
        <<F/float>> ->
            S = float_to_list(F, [short]),
            F = list_to_float(S),
            F = list_to_float(float_to_list(F)),
            run(C, N - 1, (Sum * 31 + erlang:phash2(S)) rem 1000000007, Total + length(S));
        _ ->
            run(C, N - 1, Sum, Total)
    end.
