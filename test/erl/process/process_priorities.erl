%% Higher priorities run first; low is not starved; flags tell and change them.
-module(process_priorities).
-export([main/0]).

main() ->
    io:format("~p~n", [process_info(self(), priority)]),
    io:format("~p~n", [process_flag(priority, high)]),
    Self = self(),
    [spawn_opt(fun() -> Self ! P end, [{priority, P}]) || P <- [low, normal, high, max]],
    process_flag(priority, low),
    io:format("~p~n", [lists:sort([receive X -> X end || _ <- [1, 2, 3, 4]])]),
    process_flag(priority, normal),
    %% low gets its turn beside one that never stops
    Busy = spawn(fun() -> spin() end),
    spawn_opt(fun() -> Self ! low_ran end, [{priority, low}]),
    io:format("~p~n", [receive low_ran -> yes after 5000 -> starved end]),
    exit(Busy, kill),
    [io:format("~p~n", [catch element(1, element(2, catch process_flag(priority, X)))]) || X <- [urgent, 1, "high"]],
    io:format("~p~n", [process_flag(priority, max)]),
    io:format("~p~n", [process_flag(priority, normal)]),
    ok.

spin() -> spin().
