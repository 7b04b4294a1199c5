-module(interp_yields).
-export([main/0]).

%% Many processes that compute at length take turns, and long BIFs let others in.
main() ->
    Self = self(),
    Pids = [spawn(fun() -> Self ! {self(), work(I, 20000, I)} end) || I <- lists:seq(1, 40)],
    io:format("~p~n", [lists:sum([receive {P, R} -> R end || P <- Pids])]),
    Spinner = spawn(fun spin/0),
    io:format("~p~n", [length([ok || _ <- lists:seq(1, 50), receive after 1 -> true end])]),
    exit(Spinner, kill),
    io:format("~p~n", [length(lists:sort([(X * 7919) rem 100003 || X <- lists:seq(1, 100000)]))]),
    Big = lists:seq(1, 400000),
    io:format("~p~n", [length(Big -- lists:seq(1, 400000, 2))]),
    io:format("~p~n", [erlang:yield()]).

work(_, 0, A) -> A;
work(I, N, A) -> work(I, N - 1, (A * 31 + N) rem 1000003).

spin() -> spin().
