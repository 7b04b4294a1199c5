%% What the machine says of its own compilation: its form; and a report of the system, which asks for all of that, and programs for more.
%% needs: programs
-module(code_compile_info).
-export([main/0]).

main() ->
    [io:format("~p ~p~n", [Name, is_list(Text)]) || {Name, Text} <- erlang:system_info(compile_info)],
    {system_information, _Version, Parts} = unversioned(system_information:report()),
    io:format("~p~n", [[Name || {Name, _} <- Parts]]).

unversioned(Parts) when is_list(Parts) -> {system_information, none, Parts}.
