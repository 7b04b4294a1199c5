%% controlling_process, messages that wait, ports and links.
-module(io_tcp_owner).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L), Me = self(),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, true}]), {ok, S} = gen_tcp:accept(L),
    gen_tcp:send(S, "before"), timer:sleep(30), P = spawn(fun() -> forward(Me) end),
    show(controlling, gen_tcp:controlling_process(C, P)), gen_tcp:send(S, "after"), show(first, take()), show(second, take()), show(not_owner, gen_tcp:controlling_process(C, self())), show(linked, [lists:member(C, element(2, process_info(X, links))) || X <- [self(), P]]),
    show(send, gen_tcp:send(C, "anyone may send")), show(recv, gen_tcp:recv(S, 15)), exit(P, kill), show(closed, gen_tcp:recv(S, 0, 1000)),
    show(bad, [try gen_tcp:controlling_process(X, Y) catch E:_ -> E end || {X, Y} <- [{C, self()}, {L, foo}]]),
    {ok, C2} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, true}]), {ok, S2} = gen_tcp:accept(L), process_flag(trap_exit, true), exit(C2, bang), show(exit, receive {'EXIT', C2, R} -> R after 1000 -> none end), show(peer, gen_tcp:recv(S2, 0, 1000)),
    {ok, C3} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false}]), {ok, S3} = gen_tcp:accept(L), M = monitor(port, C3), gen_tcp:close(S3), show(passive_stays, gen_tcp:recv(C3, 0)), show(monitor, begin gen_tcp:close(C3), receive {'DOWN', M, port, _, W} -> W after 1000 -> none end end),
    show(inet_monitor, case erlang:function_exported(inet, monitor, 1) of true -> {ok, C4} = gen_tcp:connect({127, 0, 0, 1}, Port, []), M4 = inet:monitor(C4), gen_tcp:close(C4), receive {'DOWN', M4, T, _, W4} -> {T, W4} after 1000 -> none end; false -> none end),
    gen_tcp:close(L).

forward(To) -> receive {tcp, _, D} -> To ! {forwarded, D}, forward(To); _ -> forward(To) end.
take() -> receive {forwarded, D} -> D after 1000 -> timeout end.
