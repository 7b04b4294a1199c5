%% Seed of the .beam fuzzer: binaries, maps, funs, selections, records.
-module(seed_data).
-export([bits/1, build/2, map/2, funs/1, select/1, record/1]).
-record(r, {a, b, c, d, e}).

bits(<<A:16, B/float, C:4/bits, D/utf8, "abc", R/binary>>) -> {A, B, C, D, R};
bits(<<>>) -> <<1, 2, 3>>.

build(A, B) -> <<A:B, (bits(A))/binary, B/utf8, 1.0/float, "str">>.

map(M, K) ->
    case M of
        #{K := V, a := W} -> M#{K := W, b => V};
        #{} -> #{}
    end.

funs(X) ->
    F = fun(Y) -> Y + X end,
    G = fun lists:map/2,
    G(F, [1, 2, 3]).

select(a) -> 1;
select(b) -> 2;
select({x}) -> 3;
select({x, _}) -> 4;
select(1) -> 5;
select(2) -> 6;
select(3.0) -> 7;
select(X) -> element(1, X).

record(R = #r{a = A}) -> R#r{b = A, c = 1, e = {A, A}}.
