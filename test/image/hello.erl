%% For test/image/run.py: says hello, and what it finds in its image.
-module(hello).
-export([main/0, lazily/0]).

main() ->
    io:format("hello~n"),
    halt(0).

%% Calls modules that neither OTP's start nor a call by name reaches.
lazily() ->
    Module = list_to_atom("or" ++ "ddict"),
    io:format("~p~n", [Module:to_list(Module:from_list([{a, 1}]))]),
    halt(0).
