-module(code_damaged_attributes).
-export([main/0]).

%% A module whose attributes are no term is refused; a line number beyond OTP's is no place.
main() ->
    logger:set_primary_config(level, none),
    {ok, Good} = beam_asm:module({attributes, [], [], [], 1}, [], [], []),
    {ok, _, Chunks} = beam_lib:all_chunks(Good),
    {ok, Bad} = beam_lib:build_module([{"Attr", <<"not a term">>} | lists:keydelete("Attr", 1, Chunks)]),
    io:format("~p~n", [code:load_binary(attributes, "attributes", Bad)]),
    Old = erlang:system_flag(backtrace_depth, 0),
    io:format("~p~n", [try raise() catch error:reason:Stack -> length(Stack) end]),
    erlang:system_flag(backtrace_depth, Old),
    io:format("~p~n", [catch far()]).

raise() ->
    {'EXIT', {_, [First | Rest]}} = (catch error(first)),
    erlang:raise(error, reason, [First | Rest]).

-file("far.erl", 100000000).
far() -> error(far).
