-module(interp_many_arguments).
-export([main/0]).
-include("check.hrl").

%% Functions of many arguments, frames of many slots, tuples and lists of many elements.
main() ->
    io:format("~p~n", [f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)]),
    io:format("~p~n", [rotate(10, a, b, c, d, e, f, g, h, i, j)]),
    io:format("~p~n", [frame(id(1))]),
    T = list_to_tuple(lists:seq(1, 300)),
    io:format("~p~n", [{element(1, T), element(150, T), element(300, T), tuple_size(T)}]),
    io:format("~p~n", [big_tuple(1)]),
    io:format("~p~n", [setelement(7, big_tuple(1), here)]).

f(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T) ->
    X = id(A + B + C + D + E), Y = id(F + G + H + I + J), Z = id(K + L + M + N + O),
    {X, Y, Z, P + Q + R + S + T, {A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T}}.

rotate(0, A, B, C, D, E, F, G, H, I, J) -> [A, B, C, D, E, F, G, H, I, J];
rotate(N, A, B, C, D, E, F, G, H, I, J) -> rotate(N - 1, J, A, C, B, D, E, F, H, G, I).

frame(A) ->
    B = id(A + 1), C = id(B + 1), D = id(C + 1), E = id(D + 1), F = id(E + 1), G = id(F + 1), H = id(G + 1),
    I = id(H + 1), J = id(I + 1), K = id(J + 1), L = id(K + 1), M = id(L + 1), N = id(M + 1), O = id(N + 1),
    case id(A) of
        1 -> P = id(B + O), {A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P};
        _ -> none
    end.

big_tuple(X) -> {X, id(2), 3, four, "five", 6.0, <<7>>, [8], {9}, #{10 => X}, X, X, X, X, X, X, X, X, X, X, X, X, X, X}.
