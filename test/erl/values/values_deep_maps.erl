-module(values_deep_maps).
-export([main/0]).

main() ->
    N = 200000,
    A = nest(fun(T) -> #{k => T} end, [], N),
    B = nest(fun(T) -> #{k => T} end, [], N),
    C = nest(fun(T) -> #{k => T} end, x, N),
    D = nest(fun(T) -> #{T => k} end, [], 1000),
    E = nest(fun(T) -> #{T => k} end, [], 1000),
    io:format("~p~n", [[A == B, A =:= B, A < C, A > C, D =:= E, D == E]]),
    io:format("~p~n", [[erlang:phash2(A), erlang:phash2(D)]]),
    io:format("~p~n", [[binary_to_term(term_to_binary(A)) =:= A, binary_to_term(term_to_binary(D)) =:= D, erlang:external_size(A)]]).

nest(_, T, 0) -> T;
nest(F, T, N) -> nest(F, F(T), N - 1).
