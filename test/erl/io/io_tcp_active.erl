%% {active, once | N | true}, tcp_passive, changes on the way.
-module(io_tcp_active).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, {packet, 1}, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{active, false}, {packet, 1}]), {ok, S} = gen_tcp:accept(L),
    [ok = gen_tcp:send(S, [N]) || N <- lists:seq(1, 20)],
    show(none, get(C, 30)), ok = inet:setopts(C, [{active, once}]), show(once, get(C, 50)), show(opt, inet:getopts(C, [active])),
    ok = inet:setopts(C, [{active, 3}]), show(three, get(C, 50)), show(opt, inet:getopts(C, [active])),
    ok = inet:setopts(C, [{active, 2}]), ok = inet:setopts(C, [{active, 1}]), show(more, get(C, 50)),
    show(too_much, [inet:setopts(C, [{active, X}]) || X <- [40000, -40000]]),
    ok = inet:setopts(C, [{active, 32767}]), show(rest, get(C, 50)), show(over, inet:setopts(C, [{active, 32767}])), show(opt, inet:getopts(C, [active])),
    ok = inet:setopts(C, [{active, -32768}]), show(down, get(C, 50)), show(opt, inet:getopts(C, [active])),
    show(recv, {gen_tcp:send(S, "x"), gen_tcp:recv(C, 0, 1000)}),
    ok = inet:setopts(C, [{active, true}]), show(recv_active, gen_tcp:recv(C, 0, 100)),
    gen_tcp:send(S, "y"), show(true, get(C, 50)), gen_tcp:close(S), show(closed, get(C, 50)), show(after_, [gen_tcp:send(C, "z"), inet:setopts(C, [{active, once}])]).

get(C, T) -> receive M when element(2, M) =:= C -> [case M of {tcp, _, D} -> D; _ -> element(1, M) end | get(C, T)] after T -> [] end.
