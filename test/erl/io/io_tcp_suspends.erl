%% A peer that does not read: who sends to the socket's port between the watermarks is suspended; traces, other senders, the end.
%% skip OTP 27: erl of that release does not end here, its reader stalls on buffers of 4,096 bytes
%% skip OTP 29: erl of that release does not end here, its reader stalls on buffers of 4,096 bytes
-module(io_tcp_suspends).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true), marks(), order(), commands(), traced(), peer_ends().

pair(Options) ->
    {ok, L} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}, {recbuf, 4096}]), {ok, N} = inet:port(L),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, N, [binary, {active, false}, {sndbuf, 4096} | Options]), {ok, S} = gen_tcp:accept(L), gen_tcp:close(L), {C, S}.
until(Pid, Status) -> case process_info(Pid, status) of {status, Status} -> ok; undefined -> dead; _ -> timer:sleep(1), until(Pid, Status) end.
down(Ref) -> receive {'DOWN', Ref, _, _, R} -> R end.
chunk() -> binary:copy(<<"0123456789abcdef">>, 4096).
close(C) -> inet:setopts(C, [{linger, {true, 0}}]), gen_tcp:close(C).
read(S, N) -> read(S, N, erlang:md5_init()).
read(_, 0, C) -> binary:encode_hex(erlang:md5_final(C));
read(S, N, C) -> {ok, B} = gen_tcp:recv(S, min(N, 65536)), read(S, N - byte_size(B), erlang:md5_update(C, B)).
busy(C) -> case port_command(C, chunk(), [nosuspend]) of true -> busy(C); R -> R end.

marks() ->
    {C, S} = pair([{high_watermark, 100000}, {low_watermark, 50000}, {high_msgq_watermark, 30000}, {low_msgq_watermark, 20000}]),
    show(marks, inet:getopts(C, [high_watermark, low_watermark, high_msgq_watermark, low_msgq_watermark])),
    show(busy, busy(C)), {ok, [{send_pend, P}]} = inet:getstat(C, [send_pend]), show(pending, {P >= 100000, P < 100000 + 70000}),
    show(nosuspend, erlang:send(C, {self(), {command, "x"}}, [nosuspend])), show(force, port_command(C, "x", [force])), close(C), close(S).

%% 20 MB in small pieces by `!` while the peer sleeps: each in its order.
order() ->
    {C, S} = pair([]), Me = self(), Pieces = [binary:copy(<<N:32>>, 1000) || N <- lists:seq(1, 5000)], Before = erlang:memory(binary),
    {Pid, Ref} = spawn_monitor(fun() -> [C ! {Me, {command, P}} || P <- Pieces] end), until(Pid, suspended),
    show(small, erlang:memory(binary) - Before < 1000000), Hash = binary:encode_hex(erlang:md5(Pieces)),
    show(read, read(S, 20000000) =:= Hash), show(sender, down(Ref)), close(C), close(S).

%% gen_tcp:send and port_command/2 of others on a busy socket: all come, none twice.
commands() ->
    {C, S} = pair([{send_timeout, 30000}]), show(busy, busy(C)), Me = self(),
    All = [spawn_monitor(fun() -> exit(Sends(C, Me)) end) || Sends <- [fun(X, _) -> gen_tcp:send(X, "aaaa") end, fun(X, O) -> X ! {O, {command, "bbbb"}}, bang end, fun(X, _) -> port_command(X, "cccc") end]],
    [until(Pid, suspended) || {Pid, _} <- All], 
    Last = rest(S, <<>>), show(ended, [down(R) || {_, R} <- All]), show(last, lists:sort([X || <<X:4/binary>> <= Last])), close(C), close(S).

%% The 12 bytes behind all chunks: letters that stand alone in no chunk.
rest(S, Tail) ->
    case lists:sort([X || <<X:4/binary>> <= Tail]) of
        [<<"aaaa">>, <<"bbbb">>, <<"cccc">>] -> Tail;
        _ -> {ok, B} = gen_tcp:recv(S, 0), All = <<Tail/binary, B/binary>>, rest(S, binary:part(All, byte_size(All), -min(12, byte_size(All))))
    end.

%% What a tracer of the suspended is told.
traced() ->
    {C, S} = pair([]), show(busy, busy(C)), Me = self(), Pid = spawn(fun() -> receive go -> ok end, C ! {Me, {command, "traced"}}, receive after infinity -> ok end end),
    erlang:trace(Pid, true, [send, running]), Pid ! go, until(Pid, suspended), receive {trace, Pid, send, {_, {command, D}}, C} -> show(send, D) end,
    Scheduled = fun F() -> receive {trace, Pid, out, M} when M =/= 0 -> [{out, M} | F()]; {trace, Pid, in, M} -> [{in, M} | F()] after 0 -> [] end end,
    show(running, lists:last(Scheduled())), exit(Pid, kill), close(C), close(S).

peer_ends() ->
    {C, S} = pair([]), show(busy, busy(C)), {Pid, Ref} = spawn_monitor(fun() -> exit(gen_tcp:send(C, "x")) end), until(Pid, suspended), close(S), show(reason, down(Ref)), close(C),
    {C2, S2} = pair([]), show(busy, busy(C2)), {P2, R2} = spawn_monitor(fun() -> exit(gen_tcp:send(C2, "x")) end), until(P2, suspended), inet:setopts(C2, [{linger, {true, 0}}]), close(C2), show(reason, down(R2)), close(S2).
