%% Streams through cat: lists, binaries, commands as messages.
%% needs: programs
-module(io_port_cat).
-export([main/0]).
-include("check.hrl").

main() ->
    logger:set_primary_config(level, none),
    P = open_port({spawn, "cat"}, []),
    true = port_command(P, ["one", [<<" two">>, $!]]), show(list, get(P, 8)),
    P ! {self(), {command, <<"by message">>}}, show(message, get(P, 10)),
    P ! {self(), close}, show(closed, receive {P, closed} -> ok after 3000 -> timeout end),
    show(command_closed, try port_command(P, "x") catch C:R -> {C, R} end),
    B = open_port({spawn, "cat"}, [binary, stream, use_stdio]),
    true = port_command(B, lists:seq(0, 255)), show(binary, get(B, 256)),
    show(empty, port_command(B, [])),
    Big = binary:copy(<<"0123456789">>, 500000),
    spawn_link(fun() -> receive go -> true = port_command(B, Big) end end) ! go,
    R2 = get(B, byte_size(Big)), show(big, R2 =:= Big),
    show(bad, [try port_command(B, X) catch C3:R3 -> {C3, R3} end || X <- [a, [256], [a], [-1], {x}]]),
    show(bad_flags, try port_command(B, "x", [foo]) catch C4:R4 -> {C4, R4} end),
    show(close, port_close(B)), show(close, try port_close(B) catch C5:R5 -> {C5, R5} end),
    show(ports, lists:member(B, erlang:ports())).

get(P, N) -> get(P, N, []).
get(_, N, A) when N =< 0 -> join(lists:reverse(A));
get(P, N, A) -> receive {P, {data, D}} -> get(P, N - iolist_size(D), [D | A]) after 5000 -> {timeout, join(lists:reverse(A))} end.
join([B | _] = L) when is_binary(B) -> iolist_to_binary(L);
join(L) -> lists:append(L).
