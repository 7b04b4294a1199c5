%% cprof counts calls; eprof-like work is left out.
-module(process_cprof).
-export([main/0, a/1, b/1]).

main() ->
    N = cprof:start(?MODULE),
    io:format("~p~n", [N > 3]),
    [a(I) || I <- lists:seq(1, 100)],
    cprof:pause(?MODULE),
    {?MODULE, Sum, L} = cprof:analyse(?MODULE),
    io:format("~p ~p~n", [Sum >= 350, [{F, C} || {{_, F, 1}, C} <- L, F =:= a orelse F =:= b]]),
    cprof:stop(?MODULE),
    ok.

a(N) -> b(N) + b(N).
b(N) -> N.
