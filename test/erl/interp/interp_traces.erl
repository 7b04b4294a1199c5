-module(interp_traces).
-export([main/0]).
-include("check.hrl").

%% Stack traces: frames, arguments, lines, tail calls, funs, depth.
main() ->
    p(trace(fun() -> a(1) end)),
    p(trace(fun() -> clause(x) end)),
    p(trace(fun() -> element(id(5), {}) end)),
    p(trace(fun() -> lists:map(fun(X) -> X + id(a) end, [1]) end)),
    p(trace(fun() -> erlang:error(because, [one, two]) end)),
    p(trace(fun() -> tail(1) end)),
    p(trace(fun() -> apply(?MODULE, missing, [1]) end)),
    p(trace(fun() -> ?MODULE:missing(1, 2) end)),
    p(length(trace(fun() -> deep(100) end))),
    p(trace(fun() -> try error(x) catch error:x -> error(y) end end)),
    p(trace(fun() -> try a(1) after ok end end)).

trace(F) ->
    try F(), none
    catch _:_:S -> [{M, N, A, L} || {M, N, A, L} <- S, M =/= init, N =/= main]
    end.

a(X) ->
    Y = b(X),
    {a, Y}.

b(X) ->
    [c(X)].

c(X) ->
    X + id(z).

clause(y) -> ok.

tail(X) -> tail2(X + 1).
tail2(X) -> tail3(X).
tail3(X) -> error({tail, X}).

deep(0) -> error(bottom);
deep(N) -> 1 + deep(N - 1).
