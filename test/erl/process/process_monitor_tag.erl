%% Monitors with a tag of one's own, and those that monitor each other.
-module(process_monitor_tag).
-export([main/0]).

main() ->
    P = spawn(fun wait/0),
    R1 = monitor(process, P, [{tag, down_at_last}]),
    R2 = monitor(process, P, [{tag, [deep, {"term", #{k => v}}]}]),
    exit(P, {shutdown, x}),
    io:format("~p~n", [receive {down_at_last, R1, process, P, W1} -> W1 end]),
    io:format("~p~n", [receive {[deep, {"term", #{k := v}}], R2, process, P, W2} -> W2 end]),
    R3 = monitor(process, nobody_here, [{tag, t3}]),
    io:format("~p~n", [receive {t3, R3, process, N, W3} -> {N, W3} end]),
    Self = self(),
    A = spawn(fun() -> both(Self) end), B = spawn(fun() -> both(Self) end),
    A ! {watch, B}, B ! {watch, A},
    receive ready -> receive ready -> ok end end,
    A ! go,
    io:format("~p~n", [receive {B, saw, A, W4} -> W4 end]),
    ok.

wait() -> receive stop -> ok end.

both(Report) ->
    Other = receive {watch, O} -> O end,
    R = monitor(process, Other),
    Report ! ready,
    receive
        {'DOWN', R, process, Other, Why} -> Report ! {self(), saw, Other, Why};
        go -> exit(went)
    end.
