%% decode_packet: ssl_tls records and the old hello.
-module(binary_packet_tls).
-export([main/0]).

main() ->
    Bs = [<<22, 3, 1, 0, 4, 1, 2, 3, 4, 5>>, <<22, 3, 3, 0, 4, 1>>, <<23, 3>>, <<128, 6, 1, 3, 1, 7, 8, 9, 10, 11>>, <<128, 2, 1, 3, 1>>, <<21, 3, 3, 0, 0>>, <<255, 255, 2, 255, 255>>],
    [io:format("~w ~w ~w~n", [B, erlang:decode_packet(ssl_tls, B, []), erlang:decode_packet(ssl_tls, B, [{packet_size, 3}])]) || B <- Bs].
