%% Errors and time limits of connect, listen, accept, recv.
%% needs: inet_gethost
-module(io_tcp_errors).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    show(in_use, gen_tcp:listen(Port, [{ip, {127, 0, 0, 1}}])), show(accept_timeout, gen_tcp:accept(L, 20)), show(accept_zero, gen_tcp:accept(L, 0)),
    {ok, L2} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}}]), {ok, Free} = inet:port(L2), gen_tcp:close(L2),
    show(refused, gen_tcp:connect({127, 0, 0, 1}, Free, [])), show(refused_t, gen_tcp:connect({127, 0, 0, 1}, Free, [], 1000)),
    show(nohost, gen_tcp:connect("no.such.host.invalid", 80, [])), show(not_ours, gen_tcp:listen(0, [{ip, {1, 2, 3, 4}}])),
    show(bad, [try gen_tcp:connect(A, B, O) catch C:R -> {C, R} end || {A, B, O} <- [{{127, 0, 0, 1}, foo, []}, {{127, 0, 0, 1}, -1, []}, {{127, 0, 0, 1}, 70000, []}, {{1, 2, 3}, 80, []}, {foo, Free, [foo]}, {{127, 0, 0, 1}, Port, [{active, foo}]}, {{127, 0, 0, 1}, Port, foo}]]),
    show(bad_listen, [try gen_tcp:listen(A, O) catch C:R -> {C, R} end || {A, O} <- [{foo, []}, {-1, []}, {0, [foo]}, {0, [{backlog, foo}]}, {0, [{packet, 3}]}]]),
    {ok, C1} = gen_tcp:connect({127, 0, 0, 1}, Port, []), {ok, S1} = gen_tcp:accept(L),
    show(wrong, [gen_tcp:accept(C1), gen_tcp:accept(S1, 10), gen_tcp:send(L, "x"), gen_tcp:recv(L, 0), inet:peername(L), gen_tcp:shutdown(L, write)]),
    show(recv_active, gen_tcp:recv(C1, 0)), show(huge, begin inet:setopts(C1, [{active, false}]), gen_tcp:recv(C1, 16#4000001) end), show(recv_bad, [try gen_tcp:recv(C1, X) catch C:R -> {C, R} end || X <- [-1, foo]]),
    show(packet_n, begin inet:setopts(C1, [{packet, 2}]), gen_tcp:recv(C1, 5) end),
    show(status, [prim_inet:getstatus(X) || X <- [L, C1]]), show(type, prim_inet:gettype(C1)), show(fd, element(1, prim_inet:getfd(C1))),
    Me = self(), A = spawn(fun() -> Me ! {a, gen_tcp:accept(L)} end), timer:sleep(20), show(accepting, prim_inet:getstatus(L)), exit(A, kill), timer:sleep(20), show(accepting, prim_inet:getstatus(L)),
    spawn(fun() -> Me ! {a, gen_tcp:accept(L)} end), timer:sleep(20), gen_tcp:close(L), show(accept_closed, receive {a, X} -> X after 1000 -> timeout end),
    show(packet_size, packet_size()), show(line_size, too_long_line()).

packet_size() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {packet, 4}, {packet_size, 10}]), {ok, Port} = inet:port(L), {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{packet, 4}]), {ok, S} = gen_tcp:accept(L),
    gen_tcp:send(C, "0123456789"), gen_tcp:send(C, "0123456789a"), R = [gen_tcp:recv(S, 0), gen_tcp:recv(S, 0)], [gen_tcp:close(X) || X <- [L, C, S]], R.
too_long_line() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {packet, line}, {buffer, 10}]), {ok, Port} = inet:port(L), {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, []), {ok, S} = gen_tcp:accept(L),
    gen_tcp:send(C, "0123456789abcdef\nxy\n"), timer:sleep(20), R = [gen_tcp:recv(S, 0, 100) || _ <- [1, 2, 3]], [gen_tcp:close(X) || X <- [L, C, S]], R.
