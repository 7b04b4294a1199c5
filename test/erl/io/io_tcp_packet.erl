%% Every {packet, Type}, passive and active.
-module(io_tcp_packet).
-export([main/0]).
-include("check.hrl").

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, binary, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    [[one(L, Port, P, Bytes, A) || A <- [false, true, once]]
     || {P, Bytes} <- [{raw, <<"raw bytes">>}, {1, <<3, "abc", 0, 1, "d">>}, {2, <<0, 3, "abc", 0, 0, 0, 1, "d">>}, {4, <<0, 0, 0, 3, "abc", 0, 0, 0, 0, 0, 0, 0, 1, "d">>},
                       {line, <<"one\ntwo\r\n\nthree\n">>}, {sunrm, <<16#80, 0, 0, 3, "abc", 0, 0, 0, 1, "d">>}, {asn1, <<16#30, 3, "abc", 16#1f, 16#81, 1, 2, "de", 16#30, 16#82, 0, 1, "f">>},
                       {cdr, <<"GIOP", 1, 0, 0, 0, 0, 0, 0, 2, "ab", "GIOP", 1, 0, 1, 0, 1, 0, 0, 0, "c">>}, {fcgi, <<1, 1, 0, 1, 0, 3, 2, 0, "abc", 0, 0, 1, 2, 0, 1, 0, 1, 0, 0, "d">>},
                       {tpkt, <<3, 0, 0, 7, "abc", 3, 0, 0, 4, 3, 0, 0, 5, "d">>}, {ssl_tls, <<22, 3, 1, 0, 3, "abc", 23, 3, 3, 0, 1, "d">>}]],
    [show({both, P}, both(L, Port, P)) || P <- [1, 2, 4, raw]],
    show(bad, [element(1, catch gen_tcp:connect({127, 0, 0, 1}, Port, [{packet, P}])) || P <- [3, foo, 8]]).

one(L, Port, P, Bytes, A) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, P}, {active, A}]), {ok, S} = gen_tcp:accept(L),
    ok = gen_tcp:send(S, Bytes), gen_tcp:shutdown(S, write),
    show({P, A}, [shape(X) || X <- take(C, A)]), gen_tcp:close(C), gen_tcp:close(S).

take(C, false) -> case gen_tcp:recv(C, 0, 2000) of {ok, D} -> [D | take(C, false)]; E -> [E] end;
take(C, A) -> receive {tcp_closed, C} -> [closed]; M when element(2, M) =:= C -> A =:= once andalso inet:setopts(C, [{active, once}]), [M | take(C, A)] after 2000 -> [timeout] end.
shape(T) when is_tuple(T), is_port(element(2, T)) -> setelement(2, T, s);
shape(T) -> T.

both(L, Port, P) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [{packet, P}, {active, false}]), {ok, S} = gen_tcp:accept(L), inet:setopts(S, [{packet, P}, binary]),
    ok = gen_tcp:send(C, ["hel", <<"lo">>]), ok = gen_tcp:send(C, lists:duplicate(200, $x)),
    R = case P of raw -> {gen_tcp:recv(S, 5), gen_tcp:recv(S, 200)}; _ -> {gen_tcp:recv(S, 0), gen_tcp:recv(S, 0)} end,
    Big = case P of 1 -> skipped; _ -> B = binary:copy(<<"z">>, 60000), spawn(fun() -> gen_tcp:send(S, B) end), {ok, X} = gen_tcp:recv(C, case P of raw -> 60000; _ -> 0 end), length(X) end,
    With = gen_tcp:recv(S, 3, 10), gen_tcp:close(C), gen_tcp:close(S), {R, Big, With}.
