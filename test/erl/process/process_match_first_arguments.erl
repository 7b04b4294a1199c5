%% A match specification's head [First, Second | '_'] is for calls with more arguments, too, from OTP 29 on; before, it is refused.
-module(process_match_first_arguments).
-export([main/0, called/1, called/2, called/3]).

main() ->
    [io:format("~w ~w ~w~n", [Head, Arguments, tested(Arguments, Head)])
     || Head <- [['$1' | '_'], [a, '$2' | '_'], ['$2', '_' | '_'], [{'$1', b} | '_'], [a | '$1'], [a | b], [a], '_', '$1'],
        Arguments <- [[a], [a, c], [{a, b}, c, d]]],
    erlang:trace(self(), true, [call]),
    Patterns = [{['$1' | '_'], [{'>', '$1', 5}], [{message, '$_'}]}],
    io:format("~p~n", [try erlang:trace_pattern({?MODULE, called, '_'}, Patterns, []) catch error:R -> R end]),
    [apply(?MODULE, called, Arguments) || Arguments <- [[6], [1, 2], [7, 8], [9, 9, 9], [3, 9, 9]]],
    erlang:trace(self(), false, [call]),
    shown().

tested(Arguments, Head) ->
    case catch erlang:match_spec_test(Arguments, [{Head, [], ['$$']}], trace) of
        {ok, Result, _, _} -> Result;
        {error, Errors} -> {error, [K || {K, _} <- Errors]};
        {'EXIT', {Reason, _}} -> Reason
    end.

shown() ->
    receive {trace, _, call, {_, F, As}, M} -> io:format("~w ~w ~w~n", [F, As, M]), shown()
    after 0 -> ok
    end.

called(_) -> ok.
called(_, _) -> ok.
called(_, _, _) -> ok.
