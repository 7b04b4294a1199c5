%% Runs one suite by common_test with conformance_hook, and ends the machine.
%% Run as: -s conformance_run main -extra FOLDER SUITE OPTIONS   where OPTIONS is a file with one term, the hook's.
-module(conformance_run).
-export([main/0]).

main() ->
    [Folder, Suite, OptionsFile] = init:get_plain_arguments(),
    {ok, [Options]} = file:consult(OptionsFile),
    #{file := File, logs := Logs, config := Configuration} = Options,
    Specification = filename:join(Logs, "specification.spec"),
    Terms = [{suites, Folder, list_to_atom(Suite)} | left_out(Folder, list_to_atom(Suite))],
    ok = file:write_file(Specification, [io_lib:format("~p.~n", [T]) || T <- Terms]),
    Result = ct:run_test([{spec, Specification}, {logdir, Logs}, {config, Configuration}, {auto_compile, false},
                          {ct_hooks, [{conformance_hook, keys(Options)}]}]),
    io:format("~nresult: ~p~n", [Result]),
    case Result of
        {Passed, _, _} when is_integer(Passed) ->
            ok = file:write_file(File, "whole\n", [append]),
            halt(0);
        _ -> halt(1) % could not start, or had no such suite
    end.

%% What the area's own specification leaves out: benchmarks.
left_out(Folder, Suite) ->
    Terms = [T || File <- filelib:wildcard(filename:join(Folder, filename:basename(Folder, "_test") ++ ".spec")),
                  {ok, Specification} <- [file:consult(File)], T <- Specification],
    [{skip_groups, Folder, S, Groups, Reason} || {skip_groups, _, S, Groups, Reason} <- Terms, S =:= Suite] ++
    [{skip_suites, Folder, [Suite], Reason} || {skip_suites, _, Suites, Reason} <- Terms, lists:member(Suite, Suites)].

%% The lists of cases become maps, to be looked up quickly.
keys(Options) ->
    maps:map(fun(K, V) when K =:= done; K =:= only -> maps:from_list([{Key, true} || Key <- V]);
                (_, V) -> V
             end, Options).
