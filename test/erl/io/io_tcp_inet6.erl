%% IPv6 over loopback, where the host has it.
%% needs: inet_gethost
-module(io_tcp_inet6).
-export([main/0]).
-include("check.hrl").

main() ->
    case gen_tcp:listen(0, [inet6, {ip, {0, 0, 0, 0, 0, 0, 0, 1}}, {active, false}]) of
        {ok, L} -> run(L);
        {error, _} -> [show(W, W) || W <- [none]]
    end.

run(L) ->
    {ok, Port} = inet:port(L), {ok, C} = gen_tcp:connect({0, 0, 0, 0, 0, 0, 0, 1}, Port, [inet6, {active, false}]), {ok, S} = gen_tcp:accept(L),
    gen_tcp:send(C, "six"), show(recv, gen_tcp:recv(S, 3)), show(peer, element(1, element(2, inet:peername(S)))), show(type, prim_inet:gettype(C)), show(v6only, inet:getopts(L, [ipv6_v6only])), [gen_tcp:close(X) || X <- [C, S]],
    show(loopback, element(1, gen_tcp:connect(loopback, Port, [inet6]))), show(refused, begin gen_tcp:close(L), gen_tcp:connect({0, 0, 0, 0, 0, 0, 0, 1}, Port, [inet6]) end), show(mixed, gen_tcp:connect({127, 0, 0, 1}, Port, [inet6])),
    {ok, U} = gen_udp:open(0, [inet6, {ip, {0, 0, 0, 0, 0, 0, 0, 1}}]), {ok, UP} = inet:port(U), ok = gen_udp:send(U, {0, 0, 0, 0, 0, 0, 0, 1}, UP, "to myself"), show(udp, receive {udp, U, A, P, D} -> {A, P =:= UP, D} after 1000 -> timeout end), gen_udp:close(U),
    show(tclass, begin {ok, T} = gen_udp:open(0, [inet6, {tclass, 32}]), X = inet:getopts(T, [tclass]), gen_udp:close(T), X end).
