%% -file attributes, several files in one module, and stripped line chunks.
-module(code_stacktrace_files).
-export([main/0]).
-include("build.hrl").

main() ->
    Code = build(["-file(\"one.erl\", 10).", "-module(csf_m).", "-export([f/1, g/1, h/1])."]
                 ++ ["-file(\"one.erl\", 100).", "f(X) -> 1 + g(X).", "-file(\"two.hrl\", 200).", "g(X) -> X = h(X), 2.",
                     "-file(\"d\\303\\251j\\303\\240.erl\", 100000).", "h(X) -> atom_to_list(X)."]),
    code:load_binary(csf_m, "m", Code),
    show(),
    {ok, {csf_m, Stripped}} = beam_lib:strip(Code),
    code:purge(csf_m),
    code:load_binary(csf_m, "m", Stripped),
    show(),
    {ok, _, Chunks} = beam_lib:all_chunks(Code),
    {ok, NoLines} = beam_lib:build_module([C || C = {N, _} <- Chunks, N =/= "Line"]),
    code:purge(csf_m),
    io:format("~p~n", [code:load_binary(csf_m, "m", NoLines)]),
    show().

show() ->
    try csf_m:f(1) catch C:R:S -> io:format("~p ~p ~p~n", [C, R, [{M, F, I} || {M, F, _, I} <- S, M =:= csf_m]]) end.
