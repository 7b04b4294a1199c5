%% Reading lines: cooked, raw, read ahead, CR LF, long lines, unicode.
-module(io_file_lines).
-export([main/0]).

main() ->
    F = tmp(),
    Long = lists:duplicate(5000, $x),
    ok = file:write_file(F, ["one\n", "two\r\n", "\n", "\r\n", Long, "\n", "c\rd\n", "no end"]),
    [lines(F, M) || M <- [[raw], [raw, binary], [raw, binary, read_ahead], [raw, {read_ahead, 7}], [], [binary], [read_ahead]]],
    ok = file:write_file(F, <<"\xc3\xa9t\xc3\xa9\n\xe2\x82\xac\n">>),
    [lines(F, M) || M <- [[], [binary], [{encoding, utf8}], [{encoding, utf8}, binary], [raw]]],
    {ok, D} = file:open(F, [read, raw, binary, read_ahead]),
    io:format("~p~n", [{file:read_line(D), file:position(D, cur), file:read(D, 2), file:read_line(D), file:read_line(D)}]),
    file:close(D),
    file:delete(F).

lines(F, M) ->
    {ok, D} = file:open(F, [read | M]),
    io:format("~p ~p~n", [M, [short(L) || L <- all(D)]]),
    ok = file:close(D).

all(D) -> case file:read_line(D) of {ok, L} -> [L | all(D)]; E -> [E] end.
short(L) when is_list(L), length(L) > 100 -> {long, length(L)};
short(L) when is_binary(L), byte_size(L) > 100 -> {long, byte_size(L)};
short(L) -> L.
tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
