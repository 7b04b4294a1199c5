%% os:cmd.
%% needs: programs
-module(io_os_cmd).
-export([main/0]).

main() ->
    S = fun(X) -> io:format("~p~n", [X]) end,
    S(os:cmd("echo hello")), S(os:cmd(["ec", [<<"ho ">>, $x]] == x orelse "echo deep")), S(os:cmd('echo atom')),
    S(os:cmd("echo out; echo err 1>&2")), S(os:cmd("exit 3")), S(os:cmd("true")), S(os:cmd("cat")), S(os:cmd("printf 'a\\nb'")),
    S(os:cmd("no_such_command_xyz 2>/dev/null; echo $?")), S(length(os:cmd("head -c 300000 /dev/zero | tr '\\0' x"))),
    S(os:cmd("echo one; sleep 0.1; echo two")), S(os:cmd("cd /; pwd")), S(os:cmd("echo long | head -c 3", #{max_size => 2})),
    S(os:cmd(unicode:characters_to_list("printf '\303\251'"))),
    S([try os:cmd(X) catch C:R -> {C, R} end || X <- ["a\0b", 17, {x}, [foo]]]),
    [spawn_cmd(I) || I <- lists:seq(1, 8)],
    S(lists:sort([collect() || _ <- lists:seq(1, 8)])).

spawn_cmd(I) -> Me = self(), spawn(fun() -> Me ! {done, I, os:cmd("echo " ++ integer_to_list(I))} end).
collect() -> receive {done, I, R} -> {I, R} end.
