%% An accepted socket has its listener's marks of the message queue, as it has those of the driver's queue.
-module(io_tcp_inherited_queue).
-export([main/0]).

main() ->
    shown([{low_msgq_watermark, 2048}]),
    shown([{high_msgq_watermark, 2048}]),
    shown([{low_watermark, 1000}, {high_msgq_watermark, 100000}, {low_msgq_watermark, 50000}]).

shown(Options) ->
    {ok, Listener} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}} | Options]),
    {ok, Port} = inet:port(Listener),
    {ok, Client} = gen_tcp:connect({127, 0, 0, 1}, Port, []),
    {ok, Accepted} = gen_tcp:accept(Listener),
    Names = [low_msgq_watermark, high_msgq_watermark, low_watermark, high_watermark],
    [io:format("~w~n", [inet:getopts(S, Names)]) || S <- [Listener, Accepted]],
    [gen_tcp:close(S) || S <- [Client, Accepted, Listener]].
