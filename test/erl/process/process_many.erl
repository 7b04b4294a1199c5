%% A hundred thousand processes at once, linked in a chain that breaks.
-module(process_many).
-export([main/0, link_in/3]).

main() ->
    N = 100000,
    process_flag(trap_exit, true),
    First = spawn_link(?MODULE, link_in, [self(), N, []]),
    Last = receive {last, L} -> L end,
    io:format("~p~n", [erlang:system_info(process_count) > N]),
    Last ! crash,
    io:format("~p~n", [receive {'EXIT', First, R} -> R after 60000 -> timeout end]),
    timer:sleep(100),
    io:format("~p~n", [erlang:system_info(process_count) < 1000]),
    %% one hub with many links
    Hub = spawn(fun() -> Ps = [spawn_link(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, 20000)],
                         receive {From, count} -> From ! {links, length(element(2, process_info(self(), links))), hd(Ps)} end,
                         receive die -> exit(hub) end end),
    Hub ! {self(), count},
    One = receive {links, C, P} -> io:format("~p~n", [C]), P end,
    M = monitor(process, One),
    Hub ! die,
    io:format("~p~n", [receive {'DOWN', M, _, _, W} -> W after 60000 -> timeout end]),
    ok.

link_in(Boss, 0, _) -> Boss ! {last, self()}, receive crash -> exit(chain) end;
link_in(Boss, N, _) -> spawn_link(?MODULE, link_in, [Boss, N - 1, []]), receive stop -> ok end.
