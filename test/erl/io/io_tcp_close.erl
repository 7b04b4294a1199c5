%% How connections end: close, half close, exit_on_close, data before the end.
-module(io_tcp_close).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    P = fun(O) -> {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, O), {ok, S} = gen_tcp:accept(L), {C, S} end,
    {C1, S1} = P([{active, false}]), gen_tcp:send(S1, "last words"), gen_tcp:close(S1),
    show(passive, [gen_tcp:recv(C1, 4), gen_tcp:recv(C1, 0), gen_tcp:recv(C1, 0), gen_tcp:recv(C1, 0), gen_tcp:send(C1, "x")]), show(port, erlang:port_info(C1, connected) =/= undefined), gen_tcp:close(C1),
    {C2, S2} = P([{active, true}]), gen_tcp:send(S2, "last"), gen_tcp:close(S2), show(active, [msg(C2), msg(C2)]), show(port, erlang:port_info(C2)),
    {C3, S3} = P([{active, false}]), show(half, gen_tcp:shutdown(C3, write)), show(half, [gen_tcp:recv(S3, 0), gen_tcp:send(S3, "x")]),
    {C4, S4} = P([{active, false}, {exit_on_close, false}]), inet:setopts(S4, [{exit_on_close, false}]), gen_tcp:send(C4, "request"), ok = gen_tcp:shutdown(C4, write),
    show(request, gen_tcp:recv(S4, 7)), show(eof, gen_tcp:recv(S4, 0)), show(answer, gen_tcp:send(S4, "answer")), gen_tcp:close(S4), show(got, [gen_tcp:recv(C4, 0), gen_tcp:recv(C4, 0)]), gen_tcp:close(C4),
    {C5, S5} = P([{active, false}]), Me = self(), spawn(fun() -> Me ! {waiting, gen_tcp:recv(S5, 0)} end), timer:sleep(30), show(already, gen_tcp:recv(S5, 0, 100)),
    gen_tcp:close(S5), show(waiting, receive {waiting, W} -> W after 1000 -> timeout end), show(peer, gen_tcp:recv(C5, 0)), gen_tcp:close(C5), gen_tcp:close(C3), gen_tcp:close(S3),
    {C6, S6} = P([{active, false}]), show(short, begin gen_tcp:send(S6, "abc"), gen_tcp:close(S6), gen_tcp:recv(C6, 10) end), show(shutdown, [gen_tcp:shutdown(C6, X) || X <- [read, write, read_write]]), gen_tcp:close(C6),
    {C7, S7} = P([{active, false}]), show(rd, gen_tcp:shutdown(C7, read)), show(rdwr, gen_tcp:shutdown(C7, read_write)), show(send, gen_tcp:send(C7, "x")), show(recv, gen_tcp:recv(S7, 0)), show(bad, try gen_tcp:shutdown(C7, foo) catch E:R0 -> {E, R0} end),
    {_, S8} = P([{active, false}]), {Pid, R} = spawn_monitor(fun() -> receive go -> ok end end), gen_tcp:controlling_process(S8, Pid), Pid ! go, receive {'DOWN', R, _, _, _} -> ok end, show(owner_died, erlang:port_info(S8)),
    show(close_twice, [gen_tcp:close(C7), gen_tcp:close(C7)]), show(listen_closed, [gen_tcp:close(L), gen_tcp:accept(L)]).

msg(S) -> receive {tcp, S, D} -> {tcp, D}; {T, S} -> T; {T, S, E} -> {T, E} after 2000 -> timeout end.
