%% position, pread, pwrite and truncate, cooked and raw.
-module(io_file_position).
-export([main/0]).

main() ->
    F = tmp(),
    [one(F, M) || M <- [[binary], [binary, raw], [raw], [binary, raw, {read_ahead, 8}], [binary, {delayed_write, 100, 1000}]]],
    file:delete(F).

one(F, Modes) ->
    ok = file:write_file(F, "abcdefghijklmnopqrstuvwxyz"),
    {ok, D} = file:open(F, [read, write | Modes]),
    S = fun(X) -> io:format("~p~n", [X]) end,
    S(file:position(D, 5)), S(file:read(D, 2)),
    S(file:position(D, {cur, 3})), S(file:read(D, 2)),
    S(file:position(D, {cur, -4})), S(file:read(D, 2)),
    S(file:position(D, {eof, -3})), S(file:read(D, 10)),
    S(file:position(D, eof)), S(file:position(D, bof)), S(file:position(D, cur)),
    S(file:position(D, {bof, -1})), S(file:position(D, foo)), S(file:position(D, {foo, 1})), S(file:position(D, -1)),
    S(file:pread(D, 3, 4)), S(file:pread(D, [{0, 2}, {25, 5}, {30, 1}])), S(file:pread(D, 100, 1)),
    S(file:pread(D, -1, 1)), S(file:pread(D, [])), S((catch file:pread(D, 1, -1))),
    S(file:pwrite(D, 2, "XY")), S(file:pwrite(D, [{0, <<"0">>}, {10, ["1", 50]}])), S(file:pwrite(D, -1, "x")),
    S(file:pread(D, 0, 100)),
    S(file:position(D, 12)), S(file:truncate(D)), S(file:pread(D, 0, 100)),
    S(file:position(D, 20)), S(file:write(D, "end")), S(file:pread(D, 0, 100)),
    S(file:close(D)),
    S(file:read_file(F)).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
