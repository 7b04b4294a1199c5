%% Programs that are found by name.
%% needs: programs
-module(io_os_executable).
-export([main/0]).

main() ->
    io:format("~p~n", [os:find_executable("sh") =/= false]),
    io:format("~p~n", [os:find_executable("sh", "/no/such:/bin")]).
