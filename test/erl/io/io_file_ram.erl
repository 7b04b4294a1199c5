%% Files in memory (the ram_file_drv port).
-module(io_file_ram).
-export([main/0]).

main() -> [one(M) || M <- [[], [binary]]].

one(M) ->
    S = fun(X) -> io:format("~p~n", [X]) end,
    {ok, F} = file:open(<<"hello ram">>, [ram, read, write | M]),
    S(file:read(F, 5)), S(file:read(F, 100)), S(file:read(F, 1)), S(file:read(F, 0)),
    S(file:position(F, {bof, 2})), S(file:write(F, "XY")), S(file:position(F, cur)),
    S(file:pread(F, 0, 9)), S(file:pread(F, [{0, 1}, {8, 5}, {20, 1}])), S(file:pwrite(F, 12, "end")), S(file:pwrite(F, [{0, "h"}, {1, "E"}])),
    S(ram_file:get_size(F)), S(ram_file:get_file(F)),
    S(file:position(F, 3)), S(file:truncate(F)), S(ram_file:get_file(F)), S(file:sync(F)), S(file:datasync(F)),
    S(file:position(F, {cur, -10})), S(file:position(F, {eof, 1})), S(file:allocate(F, 0, 100)), S(file:advise(F, 0, 0, normal)),
    S(file:close(F)), S(file:read(F, 1)),
    {ok, R} = file:open("abc", [ram, read | M]), S(file:write(R, "x")), S(file:truncate(R)), S(file:read(R, 2)), file:close(R),
    {ok, W} = file:open("abc", [ram, write | M]), S(file:read(W, 1)), S(file:write(W, "x")), file:close(W),
    S(file:open("abc", [ram, foo])),
    {ok, B} = file:open(binary:copy(<<"x">>, 100000), [ram, binary, read, write]),
    S(file:pwrite(B, 200000, "y")), {ok, All} = ram_file:get_file(B), S({byte_size(All), binary:at(All, 150000)}), file:close(B).
