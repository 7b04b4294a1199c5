%% Large transfers both ways, in small and large pieces.
-module(io_tcp_big).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, binary, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    Data = list_to_binary([<<(N * 2654435761):32>> || N <- lists:seq(1, 500000)]), Sum = erlang:crc32(Data),
    [show(O, transfer(L, Port, Data, O, F) =:= {byte_size(Data), Sum}) || {O, F} <- [{[{active, false}], fun passive/2}, {[{active, true}], fun active/2}, {[{active, once}], fun once/2}, {[{active, 10}], fun count/2}, {[{active, false}, {recbuf, 300000}], fun passive/2}, {[{active, true}, {buffer, 100}], fun active/2}]],
    show(many_small, small(L, Port)),
    show(delay_send, transfer(L, Port, binary:part(Data, 0, 100000), [{active, true}, {delay_send, true}], fun active/2)).

transfer(L, Port, Data, O, F) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary | O]), {ok, S} = gen_tcp:accept(L),
    spawn_link(fun() -> ok = gen_tcp:send(S, Data), gen_tcp:close(S) end), gen_tcp:controlling_process(S, self()),
    {N, Crc} = F(C, {0, erlang:crc32(<<>>)}), gen_tcp:close(C), {N, Crc}.

add(D, {N, Crc}) -> {N + byte_size(D), erlang:crc32(Crc, D)}.
passive(C, A) -> case gen_tcp:recv(C, 0, 5000) of {ok, D} -> passive(C, add(D, A)); {error, closed} -> A end.
active(C, A) -> receive {tcp, C, D} -> active(C, add(D, A)); {tcp_closed, C} -> A after 5000 -> timeout end.
once(C, A) -> receive {tcp, C, D} -> inet:setopts(C, [{active, once}]), once(C, add(D, A)); {tcp_closed, C} -> A after 5000 -> timeout end.
count(C, A) -> receive {tcp, C, D} -> count(C, add(D, A)); {tcp_passive, C} -> inet:setopts(C, [{active, 10}]), count(C, A); {tcp_closed, C} -> A after 5000 -> timeout end.

small(L, Port) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, 2}, {active, true}]), {ok, S} = gen_tcp:accept(L), inet:setopts(S, [{packet, 2}]),
    spawn_link(fun() -> [ok = gen_tcp:send(S, <<N:32>>) || N <- lists:seq(1, 5000)] end),
    R = [receive {tcp, C, <<N:32>>} -> N after 5000 -> timeout end || _ <- lists:seq(1, 5000)], gen_tcp:close(C), gen_tcp:close(S), R =:= lists:seq(1, 5000).
