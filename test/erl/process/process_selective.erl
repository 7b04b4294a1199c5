%% Selective receive: order kept for what is left, nested receives, timeouts in between.
-module(process_selective).
-export([main/0]).

main() ->
    [self() ! {I rem 3, I} || I <- lists:seq(1, 12)],
    Twos = drain(2), Zeros = drain(0), Ones = drain(1),
    io:format("~p~n~p~n~p~n", [Twos, Zeros, Ones]),
    [self() ! X || X <- [a, b, c, d]],
    R = receive c -> receive a -> receive d -> receive b -> done end end end end,
    io:format("~p~n", [R]),
    self() ! x, self() ! y,
    io:format("~p~n", [receive z -> z after 0 -> none end]),
    io:format("~p~n", [receive z -> z after 10 -> none end]),
    io:format("~p~n", [element(2, process_info(self(), message_queue_len))]),
    io:format("~p~n", [receive y -> [y | receive x -> [x] end] end]),
    %% guards, also such that allocate and fail
    [self() ! X || X <- [1, 2.0, {t, [1, 2, 3]}, "abc", #{k => 7}]],
    io:format("~p~n", [receive M when map_get(k, M) + 1 =:= 8 -> M end]),
    io:format("~p~n", [receive {t, L} when length(L) * 3 > 8 -> L end]),
    io:format("~p~n", [receive S when hd(S) =:= $a, length(S) + 0.5 > 3.0 -> S end]),
    io:format("~p~n", [receive I when is_integer(I), I + 1 =:= 2 -> I end]),
    io:format("~p~n", [receive F when F * 2 == 4 -> F end]),
    %% a guard that makes bignums all the time, over many messages
    [self() ! {n, I} || I <- lists:seq(1, 2000)],
    io:format("~p~n", [receive {n, K} when (1 bsl (70 + K)) rem (1 bsl 2069) =:= 0 -> K end]),
    io:format("~p~n", [element(2, process_info(self(), message_queue_len))]),
    ok.

drain(K) -> receive {K, I} -> [I | drain(K)] after 0 -> [] end.
