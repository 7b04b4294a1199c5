%% Datagrams: passive, active, sizes, headers, errors.
%% needs: inet_gethost
-module(io_udp).
-export([main/0]).
-include("check.hrl").

main() ->
    logger:set_primary_config(level, none),
    Lo = {127, 0, 0, 1}, {ok, A} = gen_udp:open(0, [{ip, Lo}, {active, false}]), {ok, B} = gen_udp:open(0, [binary, {ip, Lo}]), {ok, PA} = inet:port(A), {ok, PB} = inet:port(B),
    show(send, gen_udp:send(A, Lo, PB, ["one", <<" two">>])), show(active, receive {udp, B, F, P, D} -> {F, P =:= PA, D} after 1000 -> timeout end),
    ok = gen_udp:send(B, "localhost", PA, "back"), {ok, {F2, P2, D2}} = gen_udp:recv(A, 0, 1000), show(passive, {F2, P2 =:= PB, D2}),
    show(empty, begin gen_udp:send(A, Lo, PB, ""), receive {udp, B, _, _, E} -> E after 1000 -> timeout end end), show(timeout, gen_udp:recv(A, 0, 20)), show(zero, gen_udp:recv(A, 0, 0)),
    show(large, begin gen_udp:send(A, Lo, PB, binary:copy(<<"x">>, 8000)), receive {udp, B, _, _, L} -> byte_size(L) after 1000 -> timeout end end), show(too_large, gen_udp:send(A, Lo, PB, binary:copy(<<"x">>, 70000))),
    ok = inet:setopts(B, [{active, once}]), [gen_udp:send(A, Lo, PB, [N]) || N <- [1, 2, 3]], show(once, get(B, 50)), ok = inet:setopts(B, [{active, 2}]), show(two, get(B, 50)), show(opt, inet:getopts(B, [active])),
    ok = inet:setopts(B, [{active, false}, {header, 2}]), gen_udp:send(A, Lo, PB, "header"), {ok, {_, _, H}} = gen_udp:recv(B, 0, 1000), show(header, H), inet:setopts(B, [{header, 0}, list]), gen_udp:send(A, Lo, PB, "list"), {ok, {_, _, Li}} = gen_udp:recv(B, 0), show(list, Li),
    show(short_buffer, begin inet:setopts(B, [{buffer, 4}]), gen_udp:send(A, Lo, PB, "0123456789"), {ok, {_, _, S}} = gen_udp:recv(B, 0, 1000), S end),
    show(in_use, gen_udp:open(PB, [{ip, Lo}])), show(bad, [try gen_udp:send(A, X, Y, Z) catch C:R -> {C, R} end || {X, Y, Z} <- [{Lo, PB, foo}, {Lo, foo, "x"}, {{1, 2, 3}, PB, "x"}, {Lo, 70000, "x"}]]), show(bad_open, [try gen_udp:open(X, Y) catch C:R -> {C, R} end || {X, Y} <- [{-1, []}, {0, [foo]}, {foo, []}]]),
    show(stat, inet:getstat(A, [send_cnt, send_oct, recv_cnt])), show(opts, inet:getopts(A, [broadcast, read_packets, mode, active, multicast_ttl, multicast_loop])), show(peername, inet:peername(A)), show(recv_active, begin inet:setopts(B, [{active, true}]), gen_udp:recv(B, 0, 10) end),
    Me = self(), spawn(fun() -> Me ! {r, gen_udp:recv(A, 0)} end), timer:sleep(20), show(already, gen_udp:recv(A, 0, 10)), gen_udp:send(B, Lo, PA, "x"), show(first, receive {r, {ok, {_, _, X1}}} -> X1 after 1000 -> timeout end),
    show(close, gen_udp:close(A)), show(closed, [gen_udp:send(A, Lo, PB, "x"), gen_udp:recv(A, 0), inet:port(A)]), gen_udp:close(B).

get(S, T) -> receive {udp, S, _, _, D} -> [D | get(S, T)]; {udp_passive, S} -> [passive | get(S, T)] after T -> [] end.
