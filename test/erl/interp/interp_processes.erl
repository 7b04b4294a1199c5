-module(interp_processes).
-export([main/0]).

%% Rings, trees and crowds of processes, links that carry exits, state held in loops.
main() ->
    process_flag(trap_exit, true),
    io:format("~p~n", [ring(200, 20)]),
    io:format("~p~n", [tree(8)]),
    io:format("~p~n", [lists:sort([K || {_, K} <- crowd(100)]) =:= lists:seq(1, 100)]),
    P = spawn_link(fun() -> receive {die, R} -> exit(R) end end),
    P ! {die, reason},
    io:format("~p~n", [receive {'EXIT', P, R} -> R end]),
    C = spawn_link(fun() -> counter(0) end),
    [C ! inc || _ <- lists:seq(1, 1000)],
    C ! {get, self()},
    io:format("~p~n", [receive {count, N} -> N end]),
    unlink(C), exit(C, kill),
    io:format("~p~n", [pmap(fun(X) -> X * X end, lists:seq(1, 30))]).

ring(N, Rounds) ->
    S = self(),
    First = lists:foldl(fun(_, Next) -> spawn(fun() -> pass(Next) end) end, S, lists:seq(1, N)),
    turn(First, Rounds, 0).
turn(First, 0, X) -> First ! stop, receive stop -> X end;
turn(First, K, X) -> First ! X, receive Y -> turn(First, K - 1, Y) end.
pass(Next) -> receive stop -> Next ! stop; X -> Next ! X + 1, pass(Next) end.

tree(0) -> 1;
tree(N) -> S = self(), [spawn(fun() -> S ! {leaf, tree(N - 1)} end) || _ <- [l, r]],
           receive {leaf, A} -> receive {leaf, B} -> A + B end end.

crowd(N) -> S = self(), [spawn(fun() -> S ! {done, I} end) || I <- lists:seq(1, N)], [receive {done, _} = M -> M end || _ <- lists:seq(1, N)].
counter(N) -> receive inc -> counter(N + 1); {get, P} -> P ! {count, N}, counter(N) end.
pmap(F, L) -> S = self(), Ps = [spawn(fun() -> S ! {self(), F(X)} end) || X <- L], [receive {P, R} -> R end || P <- Ps].
