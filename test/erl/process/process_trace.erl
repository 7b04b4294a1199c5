%% Tracing of processes: send, receive, procs, set_on_spawn, and who may trace.
-module(process_trace).
-export([main/0]).

main() ->
    Self = self(),
    P = spawn(fun() -> loop(Self) end),
    io:format("~p~n", [erlang:trace(P, true, [send, 'receive', procs])]),
    P ! {echo, 1},
    io:format("~p~n", [[receive X -> show(X, P, Self) after 500 -> none end || _ <- [1, 2, 3]]]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    io:format("~p~n", [erlang:trace_info(P, tracer) =:= {tracer, Self}]),
    P ! spawn,
    Seen = collect(P, Self, 6),
    io:format("~p~n", [lists:sort(Seen)]),
    erlang:trace(P, false, [all]),
    io:format("~p~n", [erlang:trace_info(P, flags)]),
    P ! {echo, 2},
    io:format("~p~n", [receive X -> show(X, P, Self) after 500 -> none end]),
    erlang:trace(P, true, [procs, timestamp]),
    P ! die,
    io:format("~p~n", [receive {trace_ts, P, exit, R, {_, _, _}} -> {exit, R} after 500 -> none end]),
    %% inherited
    Q = spawn(fun() -> receive go -> spawn(fun() -> Self ! {child, self()}, receive stop -> ok end end) end, receive stop -> ok end end),
    erlang:trace(Q, true, [procs, set_on_spawn]),
    Q ! go,
    C = receive {child, Pid} -> Pid end,
    io:format("~p~n", [lists:sort(element(2, erlang:trace_info(C, flags)))]),
    Ref = erlang:trace_delivered(Q),
    io:format("~p~n", [receive {trace_delivered, Q, Ref} -> delivered after 500 -> none end]),
    [io:format("~p~n", [try erlang:trace(A, B, D) catch Cl:E -> {Cl, E} end])
     || {A, B, D} <- [{P, true, [send]}, {Q, maybe_so, [send]}, {Q, true, [bad]}, {Q, true, [send | x]}, {x, true, [send]}]],
    ok.

loop(To) ->
    receive
        {echo, X} -> To ! {got, X}, loop(To);
        spawn -> spawn_link(fun() -> ok end), register(traced_name, self()), unregister(traced_name), loop(To);
        die -> exit(dead)
    end.

show({trace, P, T, M}, P, _) -> {T, M};
show({trace, P, T, M, S}, P, S) -> {T, M, to_me};
show(M, _, _) -> M.

collect(_, _, 0) -> [];
collect(P, S, N) -> receive {trace, P, T, X} -> [{T, plain(X)} | collect(P, S, N - 1)];
                            {trace, P, T, _, {M, F, _}} -> [{T, M, F} | collect(P, S, N - 1)]
                    after 500 -> [] end.
plain(X) when is_pid(X) -> pid;
plain(X) -> X.
