%% Connections over loopback: passive and active, lists and binaries.
%% needs: inet_gethost
-module(io_tcp_echo).
-export([main/0]).
-include("check.hrl").

main() ->
    logger:set_primary_config(level, none),
    {ok, L} = gen_tcp:listen(0, [{active, false}, {reuseaddr, true}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    spawn_link(fun() -> serve(L) end),
    [client(Port, O) || O <- [[], [binary]]],
    {ok, A} = gen_tcp:connect("localhost", Port, [{active, true}]),
    ok = gen_tcp:send(A, "active"), show(active, collect(A, 6)),
    ok = inet:setopts(A, [{active, false}]), ok = gen_tcp:send(A, "passive"), show(passive, gen_tcp:recv(A, 7, 2000)),
    show(recv_some, begin gen_tcp:send(A, "0123456789"), {gen_tcp:recv(A, 4), gen_tcp:recv(A, 6)} end),
    show(timeout, gen_tcp:recv(A, 0, 20)), show(zero, gen_tcp:recv(A, 0, 0)),
    show(peername, element(1, element(2, inet:peername(A)))), show(peer, element(2, element(2, inet:peername(A))) =:= Port),
    show(close, gen_tcp:close(A)), show(closed, {gen_tcp:send(A, "x"), gen_tcp:recv(A, 0), inet:peername(A), inet:port(A)}),
    gen_tcp:close(L).

client(Port, O) ->
    {ok, S} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false} | O]),
    [begin ok = gen_tcp:send(S, D), show({O, recv}, gen_tcp:recv(S, iolist_size(D), 2000)) end || D <- ["a", <<"bin">>, [$d, ["ee", <<"p">>]], lists:seq(1, 50)]],
    show(empty, gen_tcp:send(S, "")), show(bad, [gen_tcp:send(S, X) || X <- [a, [a], [300]]]),
    gen_tcp:close(S).

serve(L) -> case gen_tcp:accept(L) of {ok, S} -> P = spawn(fun() -> receive go -> echo(S) end end), gen_tcp:controlling_process(S, P), P ! go, serve(L); _ -> ok end.
echo(S) -> case gen_tcp:recv(S, 0) of {ok, D} -> gen_tcp:send(S, D), echo(S); _ -> gen_tcp:close(S) end.
collect(_, N) when N =< 0 -> [];
collect(S, N) -> receive {tcp, S, D} -> D ++ collect(S, N - length(D)) after 2000 -> timeout end.
