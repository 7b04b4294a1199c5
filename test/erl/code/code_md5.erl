%% The checksum does not depend on debug information, lines or attributes.
-module(code_md5).
-export([main/0]).
-include("build.hrl").

main() ->
    Lines = ["-module(cmd_m).", "-export([f/1, g/1]).", "f(X) -> fun(Y) -> X + Y end.", "g(X) -> {X, \"literal\"}."],
    Forms = [form(L) || L <- Lines],
    Codes = [begin {ok, _, C} = compile:forms(Forms, O), C end || O <- [[], [debug_info], [deterministic], [{source, "x"}]]],
    Sums = [begin {ok, {_, S}} = beam_lib:md5(C), S end || C <- Codes],
    io:format("~p~n", [length(lists:usort(Sums))]),
    Loaded = [begin code:purge(cmd_m), {module, _} = code:load_binary(cmd_m, "m", C), cmd_m:module_info(md5) end || C <- Codes],
    io:format("~p~n", [Loaded =:= Sums]),
    F = cmd_m:f(1),
    io:format("~p~n", [element(2, erlang:fun_info(F, new_uniq)) =:= hd(Sums)]),
    <<U:27, _/bits>> = hd(Sums),
    io:format("~p~n", [element(2, erlang:fun_info(F, uniq)) =:= U]),
    io:format("~p~n", [beam_lib:cmp(hd(Codes), lists:last(Codes))]),
    {ok, {cmd_m, Stripped}} = beam_lib:strip(hd(Codes)),
    io:format("~p~n", [code:module_md5(Stripped) =:= hd(Sums)]).
