%% Links: both directions, chains, unlinking, no process.
-module(process_links).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    %% a link is one, however often it is made
    P = spawn_link(fun wait/0),
    true = link(P), true = link(P),
    io:format("~p~n", [element(2, process_info(self(), links)) -- [P] =:= element(2, process_info(self(), links)) -- [P]]),
    io:format("~p~n", [length([X || X <- element(2, process_info(self(), links)), X =:= P])]),
    true = unlink(P), true = unlink(P),
    exit(P, out),
    io:format("~p~n", [receive {'EXIT', P, R0} -> R0 after 50 -> nothing end]),
    %% the reason travels through those that do not trap
    Self = self(),
    Top = spawn_link(fun() -> chain(Self, 10) end),
    Last = receive {last, L} -> L end,
    exit(Last, boom),
    io:format("~p~n", [receive {'EXIT', Top, R1} -> R1 end]),
    %% normal does not
    A = spawn_link(fun() -> B = spawn_link(fun() -> ok end), gone(B), Self ! {alive, B}, wait() end),
    io:format("~p~n", [receive {alive, B1} when is_pid(B1) -> survived; {'EXIT', A, _} -> dead end]),
    exit(A, kill),
    io:format("~p~n", [receive {'EXIT', A, R2} -> R2 end]),
    %% linking to one that is gone
    Gone = spawn(fun() -> ok end), gone(Gone),
    io:format("~p ~p~n", [link(Gone), receive {'EXIT', Gone, R3} -> R3 end]),
    {D, M} = spawn_monitor(fun() -> try link(Gone) of T -> exit({unexpected, T})
                                    catch error:E -> exit({caught, E}) end end),
    io:format("~p~n", [receive {'DOWN', M, process, D, R4} -> R4 end]),
    io:format("~p ~p~n", [link(self()), unlink(self())]),
    [io:format("~p~n", [catch element(1, element(2, (catch apply(erlang, F, [X]))))]) || F <- [link, unlink], X <- [a, 1, {a, b}]],
    %% a process that traps can unlink and swallow the message
    E1 = spawn_link(fun() -> exit(early) end), gone(E1),
    unlink(E1),
    io:format("~p~n", [receive {'EXIT', E1, R5} -> R5 after 0 -> none end]),
    %% kill through a link is not untrappable
    K = spawn_link(fun() -> exit(kill) end),
    io:format("~p~n", [receive {'EXIT', K, R6} -> R6 end]),
    ok.

%% Waits until there is no such process, however slow the machine.
gone(P) -> R = monitor(process, P), receive {'DOWN', R, _, _, _} -> gone end.

wait() -> receive stop -> ok end.

chain(To, 0) -> To ! {last, self()}, wait();
chain(To, N) -> spawn_link(fun() -> chain(To, N - 1) end), wait().
