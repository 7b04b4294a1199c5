%% Options set and read back, raw options, statistics.
-module(io_tcp_opts).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false}]), {ok, S} = gen_tcp:accept(L),
    Names = [active, buffer, delay_send, deliver, dontroute, exit_on_close, header, high_watermark, keepalive, linger, low_watermark, mode, nodelay, packet, packet_size, priority, reuseaddr, send_timeout, send_timeout_close, show_econnreset, tos, high_msgq_watermark, low_msgq_watermark],
    show(defaults, inet:getopts(C, Names -- [buffer])),
    show(set, [{O, inet:setopts(C, [O]), inet:getopts(C, [element(1, O)])} || O <- [{nodelay, true}, {keepalive, true}, {linger, {true, 5}}, {linger, {false, 0}}, {packet, 4}, {packet, raw}, {mode, binary}, {header, 3}, {header, 0}, {buffer, 5000}, {high_watermark, 100}, {low_watermark, 50}, {low_watermark, 500}, {high_watermark, 10},
            {send_timeout, 1000}, {send_timeout, infinity}, {send_timeout_close, true}, {delay_send, true}, {delay_send, false}, {exit_on_close, false}, {packet_size, 77}, {packet_size, 0}, {tos, 16}, {priority, 3}, {show_econnreset, true}, {deliver, port}, {deliver, term}, {active, once}, {active, false}, {line_delimiter, $;}]]),
    show(bad, [inet:setopts(C, [O]) || O <- [foo, {foo, 1}, {nodelay, foo}, {packet, 3}, {buffer, foo}, {linger, 1}, {active, foo}, {header, -1}]]), show(bad_get, [inet:getopts(C, [O]) || O <- [foo, 17]]),
    show(raw, inet:setopts(C, [{raw, 6, 1, <<1:32/native>>}])), {ok, [{raw, 6, 1, R}]} = inet:getopts(C, [{raw, 6, 1, 4}]), show(raw, R =:= <<1:32/native>>), show(raw_bad, inet:getopts(C, [{raw, 6, 9999, 4}])),
    {ok, [{recbuf, B}, {sndbuf, B2}]} = inet:getopts(C, [recbuf, sndbuf]), show(buffers, {B > 1000, B2 > 1000}), show(set_buf, inet:setopts(C, [{recbuf, 20000}])), {ok, [{recbuf, B3}]} = inet:getopts(C, [recbuf]), show(recbuf, B3 >= 20000),
    inet:setopts(C, [list]), gen_tcp:send(S, "12345"), gen_tcp:send(S, "123"), gen_tcp:recv(C, 5), gen_tcp:recv(C, 3), gen_tcp:send(C, "abcd"),
    show(stat, inet:getstat(C, [recv_cnt, recv_max, recv_avg, recv_oct, send_cnt, send_max, send_avg, send_oct, send_pend, recv_dvi])), show(stat_bad, inet:getstat(C, [foo])),
    inet:setopts(C, [binary, {header, 2}]), gen_tcp:send(S, "hdrdata"), show(header, gen_tcp:recv(C, 7)), gen_tcp:send(S, "x"), show(short, gen_tcp:recv(C, 1)), inet:setopts(C, [list, {header, 0}]),
    show(unrecv, [gen_tcp:unrecv(C, "again"), gen_tcp:recv(C, 5, 100)]), show(closed, begin gen_tcp:close(C), [inet:getopts(C, [active]), inet:setopts(C, [{active, true}]), inet:getstat(C)] end),
    show(listener, [inet:getopts(L, [active]), inet:setopts(L, [{active, true}])]).
