%% Processes with the smallest heaps do every kind of allocation.
-module(memory_small_heaps).
-export([main/0]).

main() ->
    Self = self(),
    Ps = [spawn_opt(fun() -> Self ! {self(), work(N, 200)} end, [link, {min_heap_size, 1}, {fullsweep_after, N rem 3}]) || N <- lists:seq(1, 300)],
    io:format("~p~n", [lists:sum([receive {P, S} -> S end || P <- Ps])]).

work(_, 0) -> 0;
work(N, K) ->
    T = {N, K, [K, K + 0.5], <<K:40>>, 1 bsl (60 + K)},
    {A, B, [C, D], <<E:40>>, F} = T,
    A + B + C + trunc(D) + E + F rem 7 + byte_size(<<(integer_to_binary(F))/binary, "x">>) + work(N, K - 1).
