%% system_monitor's long_schedule: one call that cannot be interrupted is told of, with where the process was.
%% skip sim: in pretend time no call is long
-module(process_long_schedule).
-export([main/0, compare/0]).

main() ->
    Self = self(),
    persistent_term:put(?MODULE, {lists:seq(1, 4000000), lists:seq(1, 4000000)}),
    io:format("~p~n", [erlang:system_monitor(Self, [{long_schedule, 2}])]),
    {P, R} = spawn_monitor(?MODULE, compare, []),
    timer:sleep(20),
    P ! go,
    io:format("~p~n", [receive {monitor, P, long_schedule, Info} -> told(Info) after 10000 -> unnoticed end]),
    io:format("~p~n", [receive {'DOWN', R, process, P, Why} -> Why end]),
    io:format("~p~n", [erlang:system_monitor(undefined) =:= {Self, [{long_schedule, 2}]}]),
    flush(),
    {Q, _} = spawn_monitor(?MODULE, compare, []),
    Q ! go,
    io:format("~p~n", [receive {monitor, _, _, _} -> told_again; {'DOWN', _, _, _, Reason} -> Reason end]).

told([{timeout, T}, {in, In}, {out, Out}]) -> {T >= 2, place(In), place(Out)}.

place(undefined) -> undefined;
place({M, F, A}) when is_atom(M), is_atom(F), is_integer(A) -> mfa.

compare() ->
    {A, B} = receive go -> persistent_term:get(?MODULE) end,
    exit(A =:= B).

flush() -> receive {monitor, _, _, _} -> flush() after 0 -> ok end.
