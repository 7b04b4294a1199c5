%% Thousands of monitors of one process and by one process.
-module(process_monitor_many).
-export([main/0]).

main() ->
    Self = self(),
    P = spawn(fun() -> receive stop -> exit(over) end end),
    Rs = [monitor(process, P) || _ <- lists:seq(1, 20000)],
    {Drop, Keep} = lists:split(10000, Rs),
    io:format("~p~n", [lists:usort([demonitor(R, [info]) || R <- Drop])]),
    io:format("~p~n", [length(element(2, process_info(P, monitored_by)))]),
    P ! stop,
    io:format("~p~n", [lists:usort([receive {'DOWN', R, process, P, W} -> W end || R <- Keep])]),
    io:format("~p~n", [receive X -> X after 20 -> empty end]),
    Ps = [spawn(fun() -> receive {Self, die} -> exit({number, I}) end end) || I <- lists:seq(1, 5000)],
    Ms = [{monitor(process, Q), I} || {Q, I} <- lists:zip(Ps, lists:seq(1, 5000))],
    [Q ! {Self, die} || Q <- lists:reverse(Ps)],
    io:format("~p~n", [lists:all(fun({R, I}) -> receive {'DOWN', R, process, _, {number, J}} -> I =:= J end end, Ms)]),
    io:format("~p~n", [process_info(self(), monitors)]),
    %% watchers die: the watched one keeps nothing
    T = spawn(fun() -> receive stop -> ok end end),
    Ws = [spawn(fun() -> monitor(process, T), Self ! watching, receive stop -> ok end end) || _ <- lists:seq(1, 1000)],
    [receive watching -> ok end || _ <- Ws],
    io:format("~p~n", [length(element(2, process_info(T, monitored_by)))]),
    [exit(W, kill) || W <- Ws],
    timer:sleep(50),
    io:format("~p~n", [process_info(T, monitored_by)]),
    ok.
