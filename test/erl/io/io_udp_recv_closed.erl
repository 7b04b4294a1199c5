%% A process that waits in gen_udp:recv is told when another one closes the socket.
-module(io_udp_recv_closed).
-export([main/0]).

main() ->
    [begin
        {ok, S} = gen_udp:open(0, [{active, false}]),
        {Pid, Ref} = spawn_monitor(fun() -> exit(gen_udp:recv(S, 0, Time)) end),
        receive after 100 -> ok end,
        io:format("~p~n", [gen_udp:close(S)]),
        receive {'DOWN', Ref, _, Pid, Why} -> io:format("~p~n", [Why]) after 3000 -> io:format("nothing~n") end
    end || Time <- [infinity, 10000]].
