%% dbg: a tracer function sees calls, returns and messages.
-module(process_dbg).
-export([main/0, twice/1, loop/0]).

main() ->
    Self = self(),
    {ok, _} = dbg:tracer(process, {fun(M, N) -> Self ! {seen, strip(M)}, N + 1 end, 0}),
    P = spawn(fun loop/0),
    {ok, [{matched, _, 1}]} = dbg:p(P, [c, m]),
    {ok, [{matched, _, 1} | _]} = dbg:tp(?MODULE, twice, 1, [{'_', [], [{return_trace}]}]),
    {ok, _} = dbg:tpl(?MODULE, helper, 1, x),
    P ! {Self, 21},
    receive {P, 42} -> ok end,
    timer:sleep(50),
    io:format("~p~n", [collect(P, Self)]),
    {ok, [{matched, _, 1} | _]} = dbg:ctp(?MODULE, twice, 1),
    P ! {Self, 4},
    receive {P, 8} -> ok end,
    timer:sleep(50),
    io:format("~p~n", [collect(P, Self)]),
    dbg:stop(),
    ok.

loop() -> receive {From, X} -> From ! {self(), ?MODULE:twice(X)}, loop() end.
twice(X) -> helper(X) + 0.
helper(X) -> X * 2.

strip(M) -> M.

collect(P, S) ->
    receive {seen, M} -> [clean(tuple_to_list(M), P, S) | collect(P, S)] after 0 -> [] end.

clean(L, P, S) -> [one(X, P, S) || X <- L].
one(P, P, _) -> p;
one(S, _, S) -> main;
one({S, X}, _, S) -> {main, X};
one({P, X}, P, _) -> {p, X};
one(X, _, _) -> X.
