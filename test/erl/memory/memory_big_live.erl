%% A process with much live data makes much garbage; nothing of the live data changes.
-module(memory_big_live).
-export([main/0]).

main() ->
    Live = [{N, [N, N + 1], float(N)} || N <- lists:seq(1, 300000)],
    Sum = sum(Live, 0),
    churn(3000000, Live),
    io:format("~p ~p~n", [Sum, sum(Live, 0) =:= Sum]),
    Half = [T || {N, _, _} = T <- Live, N rem 2 =:= 0],
    churn(3000000, Half),
    erlang:garbage_collect(),
    io:format("~p ~p~n", [length(Half), sum(Half, 0)]).

churn(0, _) -> ok;
churn(N, Keep) -> use([{N, N}, [N]]), churn(N - 1, Keep).
use(X) -> X.

sum([{A, [B, C], D} | T], S) -> sum(T, S + A + B * C + trunc(D));
sum([], S) -> S.
