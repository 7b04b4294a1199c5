%% An error_handler of one's own gets the unknown calls.
-module(process_error_handler).
-export([main/0, undefined_function/3, undefined_lambda/3]).

main() ->
    process_flag(error_handler, ?MODULE),
    io:format("~p~n", [apply(no_such_module, some_function, [1, 2])]),
    io:format("~p~n", [apply(lists, no_such_function, [a])]),
    F = fun no_such_module:f/0,
    io:format("~p~n", [F()]),
    process_flag(error_handler, error_handler),
    io:format("~p~n", [try no_such_module:f(1) catch C:E:St -> {C, E, setelement(4, hd(St), [])} end]),
    ok.

undefined_function(M, F, A) -> {handled, M, F, A}.
undefined_lambda(M, F, A) -> {lambda, M, F, A}.
