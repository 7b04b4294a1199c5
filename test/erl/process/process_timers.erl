%% send_after, start_timer, cancel, read, absolute times, times in the past.
-module(process_timers).
-export([main/0]).
-include("check.hrl").

main() ->
    Self = self(),
    erlang:send_after(5, Self, plain),
    io:format("~p~n", [receive X -> X after 1000 -> late end]),
    T1 = erlang:start_timer(5, Self, {a, term}),
    io:format("~p~n", [receive {timeout, T1, M1} -> M1 after 1000 -> late end]),
    T2 = erlang:send_after(100000, Self, never),
    L = erlang:read_timer(T2),
    io:format("~p~n", [L > 99000 andalso L =< 100000]),
    C = erlang:cancel_timer(T2),
    io:format("~p ~p ~p~n", [C > 99000 andalso C =< 100000, erlang:cancel_timer(T2), erlang:read_timer(T2)]),
    %% by name, resolved when it fires
    register(timer_name, Self),
    erlang:send_after(5, timer_name, to_name),
    io:format("~p~n", [receive to_name -> named after 1000 -> late end]),
    erlang:send_after(1, nobody_there, lost),
    %% absolute
    Now = erlang:monotonic_time(millisecond),
    erlang:send_after(Now + 10, Self, absolute, [{abs, true}]),
    io:format("~p~n", [receive absolute -> erlang:monotonic_time(millisecond) >= Now + 10 after 1000 -> late end]),
    erlang:start_timer(Now - 20, Self, past, [{abs, true}]),
    io:format("~p~n", [receive {timeout, _, past} -> past after 1000 -> late end]),
    erlang:send_after(0, Self, zero),
    io:format("~p~n", [receive zero -> zero after 1000 -> late end]),
    %% options
    T3 = erlang:start_timer(100000, Self, x),
    io:format("~p~n", [erlang:cancel_timer(T3, [{info, false}])]),
    T4 = erlang:start_timer(100000, Self, x),
    io:format("~p~n", [erlang:read_timer(T4, [{async, true}])]),
    io:format("~p~n", [receive {read_timer, T4, I4} -> I4 > 99000 after 1000 -> late end]),
    io:format("~p~n", [erlang:cancel_timer(T4, [{async, true}])]),
    io:format("~p~n", [receive {cancel_timer, T4, I5} -> I5 > 99000 after 1000 -> late end]),
    io:format("~p~n", [erlang:cancel_timer(T4, [{async, true}, {info, true}])]),
    io:format("~p~n", [receive {cancel_timer, T4, I6} -> I6 after 1000 -> late end]),
    io:format("~p~n", [erlang:cancel_timer(make_ref())]),
    [io:format("~p~n", [caught(F)])
     || F <- [fun() -> erlang:send_after(-1, Self, x) end, fun() -> erlang:send_after(a, Self, x) end,
              fun() -> erlang:send_after(1.0, Self, x) end, fun() -> erlang:send_after(1, {a, node()}, x) end,
              fun() -> erlang:send_after(1 bsl 64, Self, x) end, fun() -> erlang:start_timer(1, Self, x, [bad]) end,
              fun() -> erlang:start_timer(1, Self, x, [{abs, maybe_so}]) end, fun() -> erlang:cancel_timer(x) end,
              fun() -> erlang:cancel_timer(make_ref(), [bad]) end, fun() -> erlang:read_timer(make_ref(), [{info, true}]) end]],
    %% a dead receiver's timers end with it
    P = spawn(fun() -> receive stop -> ok end end),
    T5 = erlang:send_after(100000, P, x),
    M = monitor(process, P), exit(P, kill), receive {'DOWN', M, _, _, _} -> ok end,
    io:format("~p~n", [erlang:cancel_timer(T5)]),
    ok.
