%% Connected datagram sockets, ancillary data, bursts.
%% needs: ancillary data
-module(io_udp_connected).
-export([main/0]).
-include("check.hrl").

main() ->
    Lo = {127, 0, 0, 1}, {ok, A} = gen_udp:open(0, [{ip, Lo}, {active, false}]), {ok, B} = gen_udp:open(0, [{ip, Lo}, {active, false}, binary]), {ok, PA} = inet:port(A), {ok, PB} = inet:port(B),
    show(connect, gen_udp:connect(A, Lo, PB)), show(peer, inet:peername(A) =:= {ok, {Lo, PB}}), show(send, gen_udp:send(A, "connected")), show(recv, element(3, element(2, gen_udp:recv(B, 0, 1000)))),
    {ok, X} = gen_udp:open(0, [{ip, Lo}]), gen_udp:send(X, Lo, PA, "stranger"), gen_udp:send(B, Lo, PA, "friend"), show(only_peer, element(3, element(2, gen_udp:recv(A, 0, 1000)))),
    gen_udp:close(B), timer:sleep(10), show(refused, [gen_udp:send(A, "a"), begin timer:sleep(20), gen_udp:recv(A, 0, 50) end]),
    {ok, T} = gen_udp:open(0, [{ip, Lo}, {active, false}, {recvtos, true}, {recvttl, true}, binary]), {ok, PT} = inet:port(T), {ok, S} = gen_udp:open(0, [{ip, Lo}]),
    show(ancillary_send, gen_udp:send(S, {Lo, PT}, [{tos, 16}, {ttl, 7}], "anc")), show(ancillary, case gen_udp:recv(T, 0, 1000) of {ok, {_, _, Anc, D}} -> {lists:sort(Anc), D}; O -> O end),
    inet:setopts(T, [{active, true}]), gen_udp:send(S, Lo, PT, "plain"), show(active_anc, receive {udp, T, _, _, Anc2, D2} -> {lists:sort([K || {K, _} <- Anc2]), D2} after 1000 -> timeout end),
    {ok, R} = gen_udp:open(0, [{ip, Lo}, {recbuf, 1000000}, binary]), {ok, PR} = inet:port(R), [ok = gen_udp:send(S, Lo, PR, <<N:16>>) || N <- lists:seq(1, 200)], show(burst, [receive {udp, R, _, _, <<N:16>>} -> N after 1000 -> timeout end || _ <- lists:seq(1, 200)] =:= lists:seq(1, 200)), [gen_udp:close(U) || U <- [A, X, T, S, R]].
