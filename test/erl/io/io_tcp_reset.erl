%% Resets: linger 0, show_econnreset, sending to a peer that is gone.
-module(io_tcp_reset).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    P = fun(O) -> {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, O), {ok, S} = gen_tcp:accept(L), {C, S} end, Reset = fun(S) -> inet:setopts(S, [{linger, {true, 0}}]), gen_tcp:close(S), timer:sleep(20) end,
    {C1, S1} = P([{active, false}]), Reset(S1), show(hidden, gen_tcp:recv(C1, 0)),
    {C2, S2} = P([{active, false}, {show_econnreset, true}]), Reset(S2), show(shown, [gen_tcp:recv(C2, 0), gen_tcp:recv(C2, 0)]),
    {C3, S3} = P([{active, true}]), Reset(S3), show(active_hidden, [msg(C3), msg(C3)]), {C4, S4} = P([{active, true}, {show_econnreset, true}]), Reset(S4), show(active_shown, [msg(C4), msg(C4), msg(C4)]),
    {C5, S5} = P([{active, false}]), Reset(S5), show(send, [gen_tcp:send(C5, "x"), gen_tcp:send(C5, "x"), gen_tcp:recv(C5, 0), gen_tcp:recv(C5, 0)]),
    {C6, S6} = P([{active, false}, {show_econnreset, true}]), Reset(S6), show(send_shown, [gen_tcp:send(C6, "x"), gen_tcp:recv(C6, 0), gen_tcp:recv(C6, 0)]),
    {C7, S7} = P([{active, false}]), gen_tcp:close(S7), timer:sleep(20), show(fin_then_send, [gen_tcp:send(C7, "x"), begin timer:sleep(20), gen_tcp:send(C7, "y") end, gen_tcp:recv(C7, 0), gen_tcp:recv(C7, 0)]),
    {C8, S8} = P([{active, false}]), gen_tcp:shutdown(C8, write), show(after_shutdown, [gen_tcp:send(C8, "x"), gen_tcp:send(C8, "x"), gen_tcp:recv(C8, 0)]), gen_tcp:close(S8).

msg(S) -> receive {tcp, S, D} -> {tcp, D}; {T, S} -> T; {T, S, E} -> {T, E} after 100 -> none end.
