%% Many acceptors, many clients.
-module(io_tcp_accept).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {backlog, 128}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L), Me = self(),
    [spawn_link(fun() -> acceptor(L) end) || _ <- lists:seq(1, 10)], timer:sleep(30), show(status, prim_inet:getstatus(L)),
    [spawn_link(fun() -> Me ! {done, N, client(Port, N)} end) || N <- lists:seq(1, 100)],
    show(sum, lists:sum([receive {done, N, X} when X =:= N * N -> X after 5000 -> timeout end || N <- lists:seq(1, 100)])),
    show(timeouts, begin {ok, L2} = gen_tcp:listen(0, []), [spawn(fun() -> Me ! {t, T, gen_tcp:accept(L2, T)} end) || T <- [60, 20, 40]], [receive {t, T, R} -> {T, R} after 1000 -> none end || _ <- [1, 2, 3]] end),
    {ok, S} = gen_tcp:connect({127, 0, 0, 1}, Port, []), show(alive, is_port(S)), process_flag(trap_exit, true), gen_tcp:close(L), show(ok, ok).

acceptor(L) -> case gen_tcp:accept(L) of {ok, S} -> answer(S, gen_tcp:recv(S, 0)), gen_tcp:close(S), acceptor(L); {error, closed} -> ok end.
answer(S, {ok, D}) -> N = list_to_integer(D), ok = gen_tcp:send(S, integer_to_list(N * N));
answer(_, {error, closed}) -> ok. % the last client says nothing
client(Port, N) -> {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false}]), ok = gen_tcp:send(C, integer_to_list(N)), {ok, D} = gen_tcp:recv(C, 0, 5000), gen_tcp:close(C), list_to_integer(D).
