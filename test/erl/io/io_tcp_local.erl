%% Local (AF_UNIX) streams and datagrams; abstract names.
-module(io_tcp_local).
-export([main/0]).
-include("check.hrl").

main() ->
    F = filename:join(os:getenv("TMPDIR", "/tmp"), "io_tcp_local_" ++ os:getpid()),
    {ok, L} = gen_tcp:listen(0, [{ifaddr, {local, F}}, {active, false}]), show(port, element(1, inet:port(L))), {ok, {local, N}} = inet:sockname(L), show(name, N =:= list_to_binary(F)),
    {ok, C} = gen_tcp:connect({local, F}, 0, [{active, false}, binary]), {ok, S} = gen_tcp:accept(L), show(peer, [inet:peername(S), element(1, element(2, inet:peername(C)))]),
    ok = gen_tcp:send(C, "over local"), show(recv, gen_tcp:recv(S, 10)), gen_tcp:send(S, ["and", $\s, "back"]), show(recv, gen_tcp:recv(C, 0)), gen_tcp:close(S), show(closed, gen_tcp:recv(C, 0)), gen_tcp:close(C),
    show(in_use, gen_tcp:listen(0, [{ifaddr, {local, F}}])), gen_tcp:close(L), show(refused, gen_tcp:connect({local, F}, 0, [])), file:delete(F), show(gone, gen_tcp:connect({local, F}, 0, [])),
    A = <<0, "io_tcp_local_", (list_to_binary(os:getpid()))/binary>>, {ok, LA} = gen_tcp:listen(0, [{ifaddr, {local, A}}, {packet, 4}, {active, false}]), {ok, CA} = gen_tcp:connect({local, A}, 0, [{packet, 4}]), {ok, SA} = gen_tcp:accept(LA), gen_tcp:send(SA, "abstract"), show(abstract, receive {tcp, CA, D} -> D after 1000 -> timeout end), [gen_tcp:close(X) || X <- [LA, CA, SA]],
    {ok, U1} = gen_udp:open(0, [{ifaddr, {local, F ++ "1"}}, {active, false}]), {ok, U2} = gen_udp:open(0, [{ifaddr, {local, F ++ "2"}}, binary, {active, true}]),
    show(send, gen_udp:send(U1, {local, F ++ "2"}, 0, "dgram")), show(active, receive {udp, U2, From, P, D2} -> {From =:= {local, list_to_binary(F ++ "1")}, P, D2} after 1000 -> timeout end), ok = gen_udp:send(U2, {local, F ++ "1"}, 0, <<"back">>), {ok, {F2, P2, D3}} = gen_udp:recv(U1, 0, 1000), show(passive, {F2 =:= {local, list_to_binary(F ++ "2")}, P2, D3}),
    show(nobody, gen_udp:send(U1, {local, "/no/such"}, 0, "x")), [gen_udp:close(X) || X <- [U1, U2]], [file:delete(F ++ X) || X <- ["1", "2"]],
    show(long, gen_tcp:listen(0, [{ifaddr, {local, lists:duplicate(200, $x)}}])).
