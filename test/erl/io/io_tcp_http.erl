%% Packets of type http, http_bin, httph: requests, responses, headers, errors.
-module(io_tcp_http).
-export([main/0]).

main() ->
    {ok, L} = gen_tcp:listen(0, [{active, false}, binary, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    [one(L, Port, P, T, A) || T <- texts(), P <- [http, http_bin], A <- [false, true]],
    one(L, Port, httph, "Content-Length: 5\r\nx-own: 1\r\n\r\nGET /\r\n", false), one(L, Port, httph_bin, "A: b\r\n\r\n", true),
    one(L, Port, http, ["GET /", lists:duplicate(3000, $a), " HTTP/1.1\r\n\r\n"], false).

texts() -> ["GET / HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n", "POST http://host:8080/path?q HTTP/1.0\r\ncontent-type: a/b\r\nX-Long: one\r\n two\r\n\r\n", "HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\n\r\n", "FOO https://h HTTP/1.1\r\n\r\n", "GET scheme:thing HTTP/1.1\r\n\r\n", "GET just HTTP/1.1\r\n\r\n", "bad line here\r\n\r\n", "GET /\r\n\r\n", "HTTP/1.1 200 \r\n: nothing\r\nbroken\r\n\r\n", "\r\n"].

one(L, Port, P, Text, A) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, P}, {active, A}]), {ok, S} = gen_tcp:accept(L),
    ok = gen_tcp:send(S, Text), gen_tcp:shutdown(S, write),
    io:format("~p ~p~n", [{P, A}, take(C, A, 10)]), gen_tcp:close(C), gen_tcp:close(S).

take(_, _, 0) -> [];
take(C, false, N) -> case gen_tcp:recv(C, 0, 2000) of {ok, D} -> [D | take(C, false, N - 1)]; E -> [E] end;
take(C, A, N) -> receive {http, C, X} -> [X | take(C, A, N - 1)]; {tcp_closed, C} -> [closed]; {tcp_error, C, E} -> [E | take(C, A, N - 1)] after 2000 -> [timeout] end.
