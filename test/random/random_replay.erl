%% Replays a plan of calls, and prints a line for each: its value or the whole of its exception, with a hash.
%% plan KIND SEED COUNT FILE writes a plan of random_KIND; replay FILE is run on both machines.
-module(random_replay).
-export([plan/1, replay/1]).

-define(SHOWN, 600). % characters of a value

plan([Kind, Seed, Count, File]) ->
    rand:seed(exsss, list_to_integer(Seed)),
    Plan = (list_to_atom("random_" ++ Kind)):plan(list_to_integer(Count)),
    ok = file:write_file(File, term_to_binary(Plan, [compressed])),
    halt().

replay([File]) ->
    ok = io:setopts([{encoding, unicode}]),
    ok = logger:set_primary_config(level, none),
    {ok, Plan} = file:read_file(File),
    [line(Call) || Call <- binary_to_term(Plan)],
    halt().

line({M, F, Args}) ->
    Outcome = outcome(M, F, Args),
    io:format("~p:~p(~ts) = ~ts #~.16b~n", [M, F, shown(Args), shown(Outcome), erlang:phash2(Outcome)]).

%% What phash2 does not tell apart, the external term format does.
outcome(M, F, Args) ->
    try apply(M, F, Args) of
        Value -> {ok, Value, erlang:md5(term_to_binary(Value))}
    catch
        Class:Reason:Trace -> {Class, Reason, failed(Trace), explained(Class, Reason, Trace)}
    end.

%% Without the line, which is the libraries' affair.
failed([{M, F, Args, _} | _]) -> {M, F, Args};
failed([]) -> unknown.

explained(Class, Reason, Trace) ->
    try lists:flatten(erl_error:format_exception(Class, Reason, lists:sublist(Trace, 1))) catch error:Why -> Why end.

shown(Term) -> [case C of $\n -> $|; _ -> C end || C <- lists:flatten(io_lib:format("~0tp", [Term], [{chars_limit, ?SHOWN}]))].
