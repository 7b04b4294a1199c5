%% Compiles every module of kernel and stdlib with +deterministic into a folder.
%% Run as: -s compile_otp main -extra OUTDIR
-module(compile_otp).
-export([main/0]).

main() ->
    [Out | Only] = init:get_plain_arguments(),
    Results = [{M, compile_one(F, Out, App)} || App <- [kernel, stdlib],
                  F <- lists:sort(filelib:wildcard(filename:join([code:lib_dir(App), "src", "*.erl"]))),
                  M <- [filename:basename(F, ".erl")], Only =:= [] orelse lists:member(M, Only)],
    Bad = [M || {M, error} <- Results],
    io:format("~p compiled, ~p refused ~p~n", [length(Results) - length(Bad), length(Bad), Bad]),
    halt(0).

compile_one(File, Out, App) ->
    Options = [deterministic, debug_info, {outdir, Out}, {i, filename:join(code:lib_dir(App), "include")},
               {i, filename:join(code:lib_dir(kernel), "include")}, {i, filename:join(code:lib_dir(stdlib), "include")},
               {i, filename:join(code:lib_dir(kernel), "src")}],
    case compile:file(File, Options) of
        {ok, _} -> ok;
        _ -> error
    end.
