-module(values_deep_terms).
-export([main/0]).

main() ->
    N = 1000000,
    A = nest(fun(T) -> [T] end, [], N),
    B = nest(fun(T) -> [T] end, [], N),
    C = nest(fun(T) -> [T] end, x, N),
    D = nest(fun(T) -> {T} end, [], N),
    E = nest(fun(T) -> {T} end, [], N),
    io:format("~p~n", [[A == B, A =:= B, A < C, A > C, A == C, D =:= E, D == E, A < D]]),
    io:format("~p~n", [[erlang:phash2(A), erlang:phash2(D), erlang:phash(A, 1000000), erlang:phash(D, 1000000)]]),
    X = binary_to_term(term_to_binary(A)),
    Y = binary_to_term(term_to_binary(D)),
    io:format("~p~n", [[X =:= A, Y =:= D, byte_size(term_to_binary(A)), erlang:external_size(D)]]),
    Self = self(),
    spawn_link(fun() -> Self ! {sent, A, D} end),
    receive {sent, P, Q} -> io:format("~p~n", [{P =:= A, Q =:= D}]) end.

nest(_, T, 0) -> T;
nest(F, T, N) -> nest(F, F(T), N - 1).
