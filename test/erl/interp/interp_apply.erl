-module(interp_apply).
-export([main/0, loop/2, many/30]).

%% apply in all its forms: of MFA, of funs, of BIFs, in tail position for ever, with wrong arguments.
main() ->
    M = id(lists), F = id(seq),
    p([apply(M, F, [1, 3]), M:F(1, 4), apply(fun(A, B) -> {B, A} end, [1, 2]), apply(fun lists:sum/1, [[1, 2]])]),
    p([apply(erlang, '+', [1, 2]), apply(erlang, self, []) =:= self(), apply(erlang, apply, [erlang, abs, [-3]])]),
    p([loop(id(?MODULE), 300000)]),
    p([loop2(300000, fun loop2/2)]),
    p([fails(fun() -> apply(id(1), f, []) end), fails(fun() -> apply(lists, id("f"), []) end), fails(fun() -> apply(lists, map, id(x)) end),
       fails(fun() -> apply(id(x), []) end), fails(fun() -> apply(lists, no_such, [1]) end), fails(fun() -> apply(lists, map, [1 | id(2)]) end)]),
    p([apply(?MODULE, many, lists:seq(1, 30))]),
    p([catch apply(?MODULE, many, lists:seq(1, 256)) =:= never]).

p(L) -> io:format("~p~n", [[x(E) || E <- L]]).
x({'EXIT', {R, _}}) -> R;
x(E) -> E.

loop(_, 0) -> done;
loop(M, N) -> M:loop(M, N - 1).

loop2(0, _) -> done;
loop2(N, F) -> apply(F, [N - 1, F]).

many(A, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, Z) -> {A, Z}.

fails(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
