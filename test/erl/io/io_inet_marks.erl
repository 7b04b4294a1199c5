%% The marks of a port's queues are kept, and a datagram is cut to the buffer that the host's buffer asks for.
-module(io_inet_marks).
-export([main/0]).

main() ->
    Marks = [low_msgq_watermark, high_msgq_watermark, low_watermark, high_watermark],
    {ok, L} = gen_tcp:listen(0, [{low_msgq_watermark, 2048}, {high_msgq_watermark, 4096}]),
    io:format("~p~n", [inet:getopts(L, Marks)]),
    [io:format("~p ~p ~p~n", [O, inet:setopts(L, [O]), inet:getopts(L, Marks)]) || O <- [{low_msgq_watermark, 8000}, {high_msgq_watermark, 100}, {low_watermark, 9000}, {high_watermark, 10}]],
    {ok, S} = gen_udp:open(0, [binary]),
    io:format("~p~n", [inet:getopts(S, [buffer])]),
    {ok, P} = inet:port(S),
    [begin
        ok = gen_udp:send(S, {127, 0, 0, 1}, P, <<0:N/unit:8>>),
        receive {udp, S, _, _, B} -> io:format("~p ~p~n", [N, byte_size(B)]) after 5000 -> io:format("~p nothing~n", [N]) end
    end || N <- [0, 8191, 8192, 8193, 9000]],
    [begin ok = inet:setopts(S, [{recbuf, N}]), io:format("~p ~p~n", [N, inet:getopts(S, [buffer])]) end || N <- [1000, 20000, 10000, 100000]].
