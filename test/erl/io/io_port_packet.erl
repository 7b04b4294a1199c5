%% Packets of 1, 2 and 4 bytes of length, in and out.
%% needs: programs
-module(io_port_packet).
-export([main/0]).
-include("check.hrl").

main() ->
    [one(N, O) || N <- [1, 2, 4], O <- [[], [binary]]],
    P = open_port({spawn, "cat"}, [{packet, 1}]),
    process_flag(trap_exit, true),
    show(too_long, try port_command(P, lists:duplicate(256, $x)) catch C:R -> {C, R} end),
    show(exit, receive {'EXIT', P, W} -> W after 2000 -> none end),
    Q = open_port({spawn, "printf '\\0\\3abc\\0\\0\\0\\2de\\0'"}, [{packet, 2}, exit_status]),
    show(input, drain(Q)),
    L = open_port({spawn, "cat"}, [{packet, 4}, binary]),
    [true = port_command(L, binary:copy(<<N>>, N * 1000)) || N <- lists:seq(1, 60)],
    show(sizes, [receive {L, {data, D}} -> byte_size(D) end || _ <- lists:seq(1, 60)]), port_close(L).

one(N, O) ->
    P = open_port({spawn, "cat"}, [{packet, N} | O]),
    [true = port_command(P, D) || D <- ["", "a", <<"bc">>, [100, [101 | <<"f">>]]]],
    show({N, O}, [receive {P, {data, D}} -> D after 3000 -> timeout end || _ <- lists:seq(1, 4)]),
    port_close(P).

drain(P) -> receive {P, X} -> [X | drain(P)]; {'EXIT', P, W} -> [{exit, W}] after 3000 -> [timeout] end.
