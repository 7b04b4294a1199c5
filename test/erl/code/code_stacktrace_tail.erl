%% Tail calls leave no frame; what is called last is at the head.
-module(code_stacktrace_tail).
-export([main/0]).
-include("check.hrl").

main() ->
    show(fun() -> a(0) end),
    show(fun() -> f(not_a_list) end),
    show(fun() -> g() end),
    show(fun() -> no_module_cst:f(1, 2) end),
    show(fun() -> lists:no_function_cst(1) end),
    show(fun() -> tail_undef() end),
    show(fun() -> apply(fun(A) -> A end, [1, 2]) end),
    show(fun() -> (id(17))(1) end),
    show(fun() -> tail_bif(x) end).

show(F) ->
    try F() catch C:R:S -> io:format("~p ~p~n~p~n", [C, strip(R), [{M, N, arity(A)} || {M, N, A, _} <- lists:sublist(S, 2)]]) end.

strip({badarity, {F, A}}) when is_function(F) -> {badarity, A};
strip(R) -> R.

arity(A) when is_integer(A) -> A;
arity(L) -> {args, L}.

a(N) -> b(N).
b(N) -> c(N).
c(N) -> 1 / N.
f(X) -> length(X).
g() -> h(), ok.
h() -> exit(here).
tail_undef() -> no_module_cst:nothing().
tail_bif(X) -> atom_to_list(X), list_to_atom(X).
