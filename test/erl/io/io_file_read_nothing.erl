%% No bytes asked of a file that is not open for reading are an error all the same.
-module(io_file_read_nothing).
-export([main/0]).
-include("../check.hrl").

main() ->
    Name = "io_file_read_nothing." ++ os:getpid(),
    ok = file:write_file(Name, "abc"),
    [p({Modes, reads(Name, Modes)}) || Modes <- [[read], [read, raw], [append], [append, raw], [write, raw], [write]]],
    ok = file:delete(Name).

reads(Name, Modes) ->
    {ok, File} = file:open(Name, Modes),
    Answers = [file:pread(File, 0, 0), file:pread(File, 10, 0), file:read(File, 0), file:pread(File, [{0, 0}])],
    ok = file:close(File),
    Answers.
