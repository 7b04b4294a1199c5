%% Unread messages wait through collections and are received out of order.
-module(memory_queue_unread).
-export([main/0]).

main() ->
    Self = self(),
    P = spawn(fun() ->
        [Self ! {N, lists:seq(1, N rem 50), binary:copy(<<N:8>>, 100)} || N <- lists:seq(1, 5000)],
        Self ! done
    end),
    receive done -> ok end,
    lists:foldl(fun(N, A) -> [N | A] end, [], lists:seq(1, 200000)),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [is_pid(P), process_info(self(), message_queue_len)]),
    Odd = [receive {N, L, B} when N =:= K -> length(L) + byte_size(B) end || K <- lists:seq(4999, 4001, -2)],
    io:format("~p~n", [lists:sum(Odd)]),
    erlang:garbage_collect(),
    io:format("~p~n", [flush(0, 0)]).

flush(C, S) -> receive {N, _, _} -> flush(C + 1, S + N) after 0 -> {C, S} end.
