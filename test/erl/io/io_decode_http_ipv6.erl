%% A request target may name its host by an address of IPv6 in brackets, from OTP 27 on.
-module(io_decode_http_ipv6).
-export([main/0]).
-include("check.hrl").

main() ->
    [p({Target, decode(Target)}) ||
        Target <- ["[FEDC:BA98::1]:4000/e", "[::1]/1", "[FE:3210:4000/x", "[::1]", "[::1]:80", "[::1]x:80/a", "[]/a", "[::1]:/a",
                   "[a]b/c", "[a/]:1/c", "a[::1]:1/c", "[::1]]:7/c", "[::1]:x/c", "[", "[:", "host:8080/p", ""]].

decode(Target) ->
    {ok, {http_request, 'GET', Uri, _}, _} =
        erlang:decode_packet(http, list_to_binary(["GET http://", Target, " HTTP/1.1\r\nhost: orange\r\n\r\n"]), []),
    Uri.
