%% apply and hibernate with more arguments than there are registers for.
-module(process_too_many_arguments).
-export([main/0]).

main() ->
    Lists = [lists:duplicate(N, 0) || N <- [255, 1000, 1025, 2000]],
    [show(fun() -> apply(lists, foo, L) end) || L <- Lists],
    [show(fun() -> apply(fun() -> ok end, L) end) || L <- tl(Lists)],
    [show(fun() -> erlang:hibernate(lists, foo, L) end) || L <- [lists:duplicate(1025, 0), [1 | 2]]],
    [show(fun() -> erlang:hibernate(M, F, []) end) || {M, F} <- [{1, b}, {a, 1}]].

show(F) ->
    io:format("~p~n", [try F() catch C:{R, _}:S -> {C, R, element(2, hd(S))}; C:R:S -> {C, R, element(2, hd(S))} end]).
