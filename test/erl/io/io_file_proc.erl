%% Files that say they are empty, and are not.
%% needs: programs
-module(io_file_proc).
-export([main/0]).

main() ->
    {ok, Line} = file:read_file("/proc/self/cmdline"),
    io:format("~p~n", [byte_size(Line) > 0]).
