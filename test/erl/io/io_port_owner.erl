%% Owners: port_connect, messages from others, links, exit signals.
%% needs: programs
-module(io_port_owner).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true), Me = self(),
    P = open_port({spawn, "cat"}, []),
    Other = spawn(fun() -> other(Me) end),
    show(connect, port_connect(P, Other)), show(connected, erlang:port_info(P, connected) =:= {connected, Other}),
    {links, L} = erlang:port_info(P, links), show(links, lists:sort(L) =:= lists:sort([Me, Other])),
    port_command(P, "to the other"), show(other, receive {other, {P2, X}} -> {P2 =:= P, X} after 3000 -> timeout end),
    unlink(P), Other ! stop, show(gone, wait_gone(P)),
    Q = open_port({spawn, "cat"}, []), Third = spawn(fun() -> other(Me) end),
    Q ! {self(), {connect, Third}}, show(connect_message, receive {Q, connected} -> ok after 3000 -> timeout end),
    Q ! {Third, {command, "as third"}}, show(third, receive {other, {_, Y}} -> Y after 3000 -> timeout end),
    Third ! stop, show(exit, receive {'EXIT', Q, R} -> R after 3000 -> timeout end),
    [bad(M) || M <- [foo, {self(), foo}, {self(), {connect, foo}}, {foo, close}, {spawn(fun() -> ok end), close}]],
    S = open_port({spawn, "cat"}, []), exit(S, normal), show(exit_normal, receive {'EXIT', S, R2} -> R2 after 1000 -> none end),
    T = open_port({spawn, "cat"}, []), exit(T, my_reason), show(exit_reason, receive {'EXIT', T, R3} -> R3 after 1000 -> none end),
    U = open_port({spawn, "cat"}, []), exit(U, kill), show(exit_kill, receive {'EXIT', U, R4} -> R4 after 1000 -> none end),
    V = open_port({spawn, "cat"}, []), {_, Ref} = spawn_monitor(fun() -> link(V), exit(boom) end), receive {'DOWN', Ref, _, _, _} -> ok end,
    show(linked_died, receive {'EXIT', V, R5} -> R5 after 1000 -> none end),
    W = open_port({spawn, "cat"}, []), {_, Ref2} = spawn_monitor(fun() -> link(W) end), receive {'DOWN', Ref2, _, _, _} -> ok end,
    show(linked_normal, {receive {'EXIT', W, R6} -> R6 after 100 -> none end, erlang:port_info(W, name)}), port_close(W),
    receive {'EXIT', W, _} -> ok after 100 -> ok end,
    show(link_dead, {try link(W) catch C:R7 -> {C, R7} end, receive {'EXIT', W, R8} -> R8 after 100 -> none end}).

other(To) -> receive stop -> ok; M -> To ! {other, M}, other(To) end.
wait_gone(P) -> case erlang:port_info(P) of undefined -> ok; _ -> timer:sleep(5), wait_gone(P) end.
bad(M) ->
    Me = self(),
    {Pid, Ref} = spawn_monitor(fun() -> P = open_port({spawn, "cat"}, []), Me ! {port, P}, P ! M1 = fix(M, self()), receive X -> exit({got, is_tuple(X), M1 =:= x}) after 300 -> exit(nothing) end end),
    receive {port, _} -> ok end,
    receive {'DOWN', Ref, _, Pid, W} -> show({bad, shape(M)}, W) end.
fix({P, X}, Self) when P =:= self(); is_pid(P) -> case node(P) =:= node() andalso is_process_alive(P) of true -> {Self, X}; false -> {P, X} end;
fix(M, _) -> M.
shape({P, X}) when is_pid(P) -> {pid, X};
shape(M) -> M.
