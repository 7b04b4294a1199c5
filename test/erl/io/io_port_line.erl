%% Lines: LF and CR LF, long lines in pieces, what is left at the end.
%% needs: programs
-module(io_port_line).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    [one(Text, O) || Text <- ["a\\nbb\\r\\n\\nccc", "0123456789abc\\n", "01234567\\n", "0123456\\r\\n", "01234567\\r\\nx\\r", "a\\rb\\rc\\n", "01234567\\rx\\n"],
                     O <- [[{line, 8}], [{line, 8}, binary], [line]]],
    show([try open_port({spawn, "true"}, O) catch C:R -> {C, R} end || O <- [[{line, 0}], [{line, -1}], [{line, foo}], [{line, 10}, {packet, 1}]]]).

one(Text, O) ->
    P = open_port({spawn, "printf '" ++ Text ++ "'"}, O),
    show({Text, O, drain(P)}).

drain(P) -> receive {P, {data, X}} -> [X | drain(P)]; {'EXIT', P, W} -> [{exit, W}] after 3000 -> [timeout] end.
show(X) -> io:format("~p~n", [X]).
