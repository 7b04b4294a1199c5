%% How a command of Ling's that is written in Erlang runs and ends: one sentence for each failure, a status for each kind.
-module(ling_command).
-export([run/2]).

%% `Work' takes the words of the command line and answers the exit status.
run(Name, Work) ->
    Status =
        try
            Work(init:get_plain_arguments())
        catch
            throw:{usage, Why} -> complain("~ts: ~ts; see `~ts --help`", [Name, Why, Name]), 64;
            throw:{failed, Why} -> complain("~ts: ~ts", [Name, Why]), 65;
            throw:{no_input, Why} -> complain("~ts: ~ts", [Name, Why]), 66;
            throw:{no_output, Why} -> complain("~ts: ~ts", [Name, Why]), 73;
            throw:{help, Text} -> io:put_chars(Text), 0;
            Class:Reason:Stack -> complain("~ts: a defect of Ling's: ~0p:~0p ~0p", [Name, Class, Reason, Stack]), 70
        end,
    erlang:halt(Status).

complain(Format, Arguments) ->
    Line = string:trim(unicode:characters_to_list(io_lib:format(Format, Arguments))),
    io:format(standard_error, "~ts~n", [Line]).
