%% For test/image/run.py: says hello, and what it finds in its image.
-module(hello).
-export([main/0, lazily/0, words/0]).

main() ->
    io:format("hello~n"),
    halt(0).

%% Calls modules that neither OTP's start nor a call by name reaches.
lazily() ->
    Module = list_to_atom("or" ++ "ddict"),
    io:format("~p~n", [Module:to_list(Module:from_list([{a, 1}]))]),
    halt(0).

%% The words of the command line that are the program's, and the guest's address.
words() ->
    {ok, Interfaces} = inet:getifaddrs(),
    [Address | _] = [A || {_, Properties} <- Interfaces, {addr, {N, _, _, _} = A} <- Properties, N =/= 127],
    io:format("~p~n~s~n", [[W || "ling." ++ _ = W <- init:get_plain_arguments() ++ [F || {_, [F]} <- init:get_arguments()]], inet:ntoa(Address)]),
    halt(0).
