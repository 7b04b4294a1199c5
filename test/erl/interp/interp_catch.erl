-module(interp_catch).
-export([main/0]).

%% catch: what throw, error and exit look like; nested catches; catch in arguments and in loops.
main() ->
    io:format("~p~n", [catch throw(thrown)]),
    io:format("~p~n", [catch exit(leaving)]),
    {'EXIT', {broken, [{interp_catch, fail, 0, _} | _]}} = (catch fail()),
    io:format("~p~n", [catch 1 + 1]),
    io:format("~p~n", [catch (catch throw(inner))]),
    io:format("~p~n", [[catch pick(I) || I <- lists:seq(1, 6)]]),
    io:format("~p~n", [{catch throw(a), catch throw(b), both}]),
    io:format("~p~n", [loop(100000, 0)]),
    io:format("~p~n", [length(catch deep(10000, []))]).

fail() -> error(broken), ok.

pick(1) -> throw(one);
pick(2) -> exit(two);
pick(3) -> three;
pick(N) when N rem 2 =:= 0 -> throw({N});
pick(N) -> N.

loop(0, Sum) -> Sum;
loop(N, Sum) -> loop(N - 1, Sum + (catch throw(N rem 3))).

deep(0, Acc) -> throw(Acc);
deep(N, Acc) -> [N | deep(N - 1, [N | Acc])].
