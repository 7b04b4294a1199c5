%% inet: interfaces, names, services, sockets from descriptors.
%% needs: inet_gethost
-module(io_inet_misc).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, Ifs} = inet:getifaddrs(), {_, Lo} = lists:keyfind("lo", 1, Ifs), show(lo, [lists:member({addr, {127, 0, 0, 1}}, Lo), lists:member({netmask, {255, 0, 0, 0}}, Lo), lists:sort(proplists:get_value(flags, Lo))]),
    {ok, H} = inet:gethostname(), show(hostname, H =/= [] andalso is_list(H)), show(iflist, lists:member("lo", element(2, inet:getiflist()))), show(ifget, inet:ifget("lo", [addr, netmask, mtu, flags])), show(ifget_bad, inet:ifget("nosuch0", [addr])),
    show(services, [inet:getservbyname(N, P) || {N, P} <- [{no_such_service, tcp}, {http, foo}]]), show(resolve, [inet:getaddr("localhost", inet), inet:getaddr({127, 0, 0, 1}, inet), inet:gethostbyname("no.such.host.invalid"), inet:getaddr("127.0.0.1", inet)]),
    {ok, L} = gen_tcp:listen(0, [{active, false}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L), {ok, Fd} = prim_inet:getfd(L), {ok, L2} = gen_tcp:listen(0, [{fd, Fd}, {active, false}]), show(fdopen, inet:port(L2) =:= {ok, Port}), {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, []), {ok, S} = gen_tcp:accept(L2), gen_tcp:send(C, "fd"), show(through_fd, gen_tcp:recv(S, 2, 1000)),
    show(setname, [prim_inet:setsockname(S, {{1, 2, 3, 4}, 5}), inet:sockname(S), prim_inet:setsockname(S, undefined), prim_inet:setpeername(S, {{9, 8, 7, 6}, 54}), inet:peername(S)]), show(peernames, [element(1, X) || X <- element(2, inet:peernames(C))]), show(ignorefd, [prim_inet:ignorefd(C, true), prim_inet:ignorefd(C, true), prim_inet:ignorefd(C, false)]),
    show(info, [is_map(inet:info(C)), maps:get(states, inet:info(C))]), show(ntoa, [inet:ntoa({1, 2, 3, 4}), inet:parse_address("::1"), inet:ntoa({0, 0, 0, 0, 0, 0, 0, 1})]), show(sctp, try gen_sctp:open() of {ok, X} -> gen_sctp:close(X), same; _ -> same catch _:_ -> same end), show(i, is_list(inet:get_rc())).
