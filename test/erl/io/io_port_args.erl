%% spawn_executable with args, arg0, cd, env; spawn with cd, env; in, out, stderr.
%% needs: programs
-module(io_port_args).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    Sh = os:find_executable("sh"),
    E = fun(O) -> run({spawn_executable, Sh}, O) end,
    show(args, E([{args, ["-c", "for a; do echo \"<$a>\"; done", "x", "one", "two three", "", [960], <<"raw">>]}])),
    show(arg0, E([{args, ["-c", "echo $0"]}, {arg0, "my_name"}])),
    show(cd, E([{args, ["-c", "pwd"]}, {cd, "/"}])), show(cd_binary, E([{args, ["-c", "pwd"]}, {cd, <<"/usr">>}])), show(cd_atom, E([{args, ["-c", "pwd"]}, {cd, '/'}])),
    show(cd_bad, E([{args, ["-c", "pwd"]}, {cd, "/no/such/dir"}, stderr_to_stdout])),
    show(env, E([{args, ["-c", "echo $LING_P_A-$LING_P_B-$LING_P_C"]}, {env, [{"LING_P_A", "1"}, {"LING_P_B", "two words"}, {"LING_P_C", false}]}])),
    os:putenv("LING_P_C", "global"), show(env_global, E([{args, ["-c", "echo $LING_P_C"]}])),
    show(env_unset, E([{args, ["-c", "echo -$LING_P_C-"]}, {env, [{"LING_P_C", false}]}])), show(env_nil, E([{args, ["-c", "echo -$LING_P_C-"]}, {env, [{"LING_P_C", []}]}])),
    show(env_still, os:getenv("LING_P_C")),
    show(spawn, run({spawn, "echo $LING_P_X; pwd"}, [{env, [{"LING_P_X", "y"}]}, {cd, "/"}])),
    show(stderr, E([{args, ["-c", "echo out; echo err >&2"]}, stderr_to_stdout])),
    show(in, E([{args, ["-c", "echo only in"]}, in])),
    show(nouse_stdio, E([{args, ["-c", "echo four >&4"]}, nouse_stdio])),
    P = open_port({spawn_executable, Sh}, [{args, ["-c", "read x <&3; echo got $x >&4"]}, nouse_stdio, {line, 100}]),
    port_command(P, "hello\n"), show(three_four, drain(P)),
    F = filename:join(os:getenv("TMPDIR", "/tmp"), "io_port_args_" ++ os:getpid()),
    O = open_port({spawn_executable, Sh}, [{args, ["-c", "cat > " ++ F]}, out, exit_status]), port_command(O, "written"), port_close(O),
    show(out, wait_for(F, <<"written">>, 50)), file:delete(F),
    show(atom, run({spawn, 'echo atom'}, [])), show(binary, run({spawn, <<"echo binary">>}, [])).

run(What, O) -> P = open_port(What, [exit_status | O]), drain(P).
drain(P) -> drain(P, []).
drain(P, A) -> receive {P, {data, {eol, D}}} -> drain(P, [D ++ "\n" | A]); {P, {data, D}} -> drain(P, [D | A]); {P, {exit_status, S}} -> {S, lists:append(lists:reverse(A))}; {'EXIT', P, W} -> {W, lists:append(lists:reverse(A))} after 3000 -> {timeout, A} end.
wait_for(_, _, 0) -> timeout;
wait_for(F, B, N) -> case file:read_file(F) of {ok, B} -> ok; _ -> timer:sleep(20), wait_for(F, B, N - 1) end.
