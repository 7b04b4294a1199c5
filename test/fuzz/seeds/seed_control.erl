%% Seed of the .beam fuzzer: control flow, exceptions, receive, literals, on_load.
-module(seed_control).
-export([f/1, g/2, h/1]).
-on_load(init/0).

init() -> ok.

f(X) ->
    try g(X, 1) catch C:R:S -> {C, R, S} after put(a, 1) end.

g([H | T], N) -> [H + N | g(T, N)];
g([], _) -> [];
g(X, _) when is_float(X) -> X * 2.0 + 1.5.

h(M) ->
    receive
        {M, X} -> X;
        {a, Y} when Y > 1 -> {Y, 12345678901234567890, "abc", <<"xyz">>, #{a => M}}
    after 10 -> catch exit(M)
    end.
