%% Standard input that is empty, and standard output.
-module(io_stdin).
-export([main/0]).
-include("check.hrl").

main() ->
    show(line, io:get_line("")), show(chars, io:get_chars("", 3)), show(read, io:read("")), show(fread, io:fread("", "~d")), show(get_line, file:read_line(standard_io)),
    show(opts, [V || {K, V} <- io:getopts(), K =:= binary orelse K =:= encoding]),
    io:put_chars("chars\n"), io:put_chars([960, 10]), io:put_chars(<<"\x{20ac}\n"/utf8>>), io:format("~ts ~s~n", [[960], "latin"]), io:nl(), io:write({a, "b", [1.5]}), io:nl(),
    show(bad, [try io:put_chars(X) catch C:R -> {C, R} end || X <- [foo, [foo], {x}, [16#d800]]]),
    show(setopts, io:setopts([{encoding, latin1}])), io:put_chars([229, 10]), show(setopts, io:setopts([{encoding, unicode}])), show(bad, io:setopts([foo])),
    show(columns, io:columns()), show(rows, io:rows()),
    [io:format("line ~p ~s~n", [N, lists:duplicate(60, $x)]) || N <- lists:seq(1, 2000)],
    show(stderr, io:format(standard_error, "", [])), show(user, io:format(user, "to user~n", [])), show(done, ok).
