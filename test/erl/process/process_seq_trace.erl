%% Sequential tracing: tokens travel, the system tracer is told.
-module(process_seq_trace).
-export([main/0]).

main() ->
    Self = self(),
    Tracer = spawn(fun() -> tracer(Self) end),
    io:format("~p~n", [seq_trace:get_token()]),
    io:format("~p~n", [seq_trace:set_system_tracer(Tracer)]),
    P = spawn(fun() -> relay() end),
    seq_trace:set_token(label, 17),
    seq_trace:set_token('receive', true),
    seq_trace:set_token(send, true),
    seq_trace:set_token(print, true),
    Tokens = [seq_trace:get_token(label), seq_trace:get_token(send), seq_trace:get_token(timestamp)],
    P ! {Self, hello},
    Answer = receive {P, X, Label} -> {X, Label} end,
    seq_trace:print(17, "printed"),
    seq_trace:print(18, "not printed"),
    seq_trace:set_token([]),
    io:format("~p ~p~n", [Tokens, Answer]),
    io:format("~p~n", [seq_trace:get_token()]),
    timer:sleep(20),
    Tracer ! {Self, tell},
    receive {told, L} -> [io:format("~p~n", [show(E, P, Self)]) || E <- L] end,
    seq_trace:set_system_tracer(false),
    io:format("~p~n", [catch element(1, element(2, catch seq_trace:set_token(bad, 1)))]),
    ok.

relay() -> receive {From, X} -> From ! {self(), X, seq_trace:get_token(label)}, relay() end.

tracer(To) -> tracer(To, []).
tracer(To, L) -> receive {To, tell} -> To ! {told, lists:reverse(L)}; E -> tracer(To, [E | L]) end.

show({seq_trace, Label, {T, _Serial, From, To, M}}, P, S) -> {Label, T, who(From, P, S), who(To, P, S), what(M, P, S)}.
who(P, P, _) -> p;
who(S, _, S) -> main;
who(X, _, _) -> X.
what({A, B}, P, S) -> {who(A, P, S), B};
what({A, B, C}, P, S) -> {who(A, P, S), B, C};
what(M, _, _) -> M.
