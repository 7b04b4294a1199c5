%% A peer that does not read: send_timeout, send_timeout_close, nosuspend, watermarks.
-module(io_tcp_send_timeout).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {ip, {127, 0, 0, 1}}, {recbuf, 4096}]), {ok, Port} = inet:port(L), D = binary:copy(<<"x">>, 100000),
    P = fun(O) -> {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false}, {sndbuf, 4096} | O]), {ok, S} = gen_tcp:accept(L), {C, S} end,
    {C1, S1} = P([{send_timeout, 50}]), show(timeout, until_error(C1, D, 200)), {ok, [{send_pend, Pend}]} = inet:getstat(C1, [send_pend]), show(pending, Pend > 8192), show(open, is_tuple(inet:peername(C1))), gen_tcp:close(S1),
    {C2, S2} = P([{send_timeout, 50}, {send_timeout_close, true}]), show(timeout_close, until_error(C2, D, 200)), show(closed, gen_tcp:send(C2, "x")), gen_tcp:close(S2), gen_tcp:close(C2),
    {C3, S3} = P([{send_timeout, 0}]), show(zero, until_error(C3, D, 200)), gen_tcp:close(S3), exit_port(C3),
    {C4, S4} = P([]), Me = self(), Pid = spawn(fun() -> Me ! {sender, until_error(C4, D, 200)} end), timer:sleep(100), show(blocked, is_process_alive(Pid)), {status, _} = process_info(Pid, status), show(busy, lists:member(busy, element(2, prim_inet:getstatus(C4)))),
    gen_tcp:close(S4), show(sender, receive {sender, X} -> X after 5000 -> timeout end), exit_port(C4), exit_port(C1),
    {C5, S5} = P([{linger, {true, 0}}]), spawn(fun() -> until_error(C5, D, 200) end), timer:sleep(50), T0 = erlang:monotonic_time(millisecond), gen_tcp:close(C5), show(fast, erlang:monotonic_time(millisecond) - T0 < 2000), gen_tcp:close(S5).

until_error(_, _, 0) -> none;
until_error(C, D, N) -> case gen_tcp:send(C, D) of ok -> until_error(C, D, N - 1); E -> E end.
exit_port(C) -> inet:setopts(C, [{linger, {true, 0}}]), gen_tcp:close(C).
