%% decode_packet: http requests, responses, headers; strings and binaries.
-module(binary_packet_http).
-export([main/0]).

main() ->
    Ls = ["GET / HTTP/1.1\r\n", "GET /a?b=c HTTP/1.0\nrest", "OPTIONS * HTTP/1.1\r\n", "POST http://host/path HTTP/1.1\r\n", "POST http://host:8080/p HTTP/1.1\r\n",
          "GET https://h HTTP/1.1\r\n", "GET http://h:x/ HTTP/1.1\r\n", "FOO bar:baz HTTP/1.1\r\n", "FOO bar HTTP/1.1\r\n", "GET /\r\n", "get / HTTP/1.1\r\n",
          "HTTP/1.1 200 OK\r\n", "HTTP/1.1 404 Not Found\r\n", "HTTP/1.0 500\r\n", "HTTP/1.1 \r\n", "HTTP/x 200 OK\r\n", "HTTP/1.1 20x OK\r\n", "\r\n", "\n", "GET\r\n",
          "GET / HTTP/1\r\n", "GET / FOO/1.1\r\n", " GET / HTTP/1.1\r\n", "G(T / HTTP/1.1\r\n", "incomplete", "", "PATCH /x HTTP/2.15\r\n", "DELETE  /two  HTTP/1.1\r\n",
          "GET HtTp://Mixed/Case HTTP/1.1\r\n"],
    [io:format("~p ~p~n", [L, erlang:decode_packet(T, list_to_binary(L), [])]) || L <- Ls, T <- [http, http_bin]],
    Hs = ["Host: x\r\n\r\n", "content-LENGTH:  12\r\nX", "x-custom-HEADER: v\r\nX", "X-y--z: 1\nY", "Folded: a\r\n b\r\nNext: c\r\n", "No colon\r\nX", ": empty\r\nX", "\r\n", "\r\nX", "A: b\r\n",
          "Accept:\r\nX", "Set-Cookie2: q\r\nX", "a-header-name-that-is-much-longer-than-fifty-characters-in-all: v\r\nX", "Te st: x\r\nX", "ETag: \"a\"\r\nX"],
    [io:format("~p ~p~n", [H, erlang:decode_packet(T, list_to_binary(H), [])]) || H <- Hs, T <- [httph, httph_bin]],
    [io:format("~p ~p~n", [O, erlang:decode_packet(http, <<"GET /long/path HTTP/1.1\r\n">>, O)]) || O <- [[{packet_size, 10}], [{line_length, 10}], [{packet_size, 25}]]].
