-module(interp_select).
-export([main/0]).

%% Selection by atoms, small numbers dense and sparse, big numbers, floats, strings and arities.
main() ->
    io:format("~p~n", [[atom(X) || X <- [a, b, c, d, e, f, g, zz, 1, "a", {}]]]),
    io:format("~p~n", [[dense(X) || X <- lists:seq(-3, 14) ++ [a, 5.0, 1 bsl 61]]]),
    io:format("~p~n", [[sparse(X) || X <- [0, 10, 100, 1000, 10000, 100000, 1000000, -7, 99, 134217728, -134217729]]]),
    io:format("~p~n", [[large(X) || X <- [1 bsl 40, 1 bsl 59, 1 bsl 60, 1 bsl 64, -(1 bsl 64), 5, x]]]),
    io:format("~p~n", [[mixed(X) || X <- [1, 1.0, a, "abc", <<"abc">>, [], {}, #{}, 2.5, {1, 2}]]]),
    io:format("~p~n", [[arity(X) || X <- [{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3, 4, 5}, x, [1]]]]),
    io:format("~p~n", [[text(X) || X <- ["get", "put", "post", "delete", "gets", "", x]]]).

atom(a) -> 1; atom(b) -> 2; atom(c) -> 3; atom(d) -> 4; atom(e) -> 5; atom(f) -> 6; atom(_) -> none.

dense(0) -> zero; dense(1) -> one; dense(2) -> two; dense(3) -> three; dense(5) -> five; dense(6) -> six;
dense(9) -> nine; dense(-1) -> minus; dense(_) -> none.

sparse(0) -> a; sparse(10) -> b; sparse(100) -> c; sparse(1000) -> d; sparse(10000) -> e; sparse(1000000) -> f;
sparse(-7) -> g; sparse(134217728) -> h; sparse(-134217729) -> i; sparse(_) -> none.

large(1099511627776) -> forty; large(576460752303423488) -> fiftynine; large(1152921504606846976) -> sixty;
large(18446744073709551616) -> sixtyfour; large(-18446744073709551616) -> minus; large(5) -> five; large(_) -> none.

mixed(1) -> one; mixed(1.0) -> one_point; mixed(a) -> a; mixed("abc") -> string; mixed(<<"abc">>) -> binary;
mixed([]) -> nil; mixed({}) -> empty; mixed(2.5) -> more; mixed(_) -> none.

arity({}) -> 0; arity({_}) -> 1; arity({A, B}) -> A + B; arity({_, _, C}) -> C; arity({_, _, _, _, E}) -> E; arity(_) -> no.

text("get") -> get; text("put") -> put; text("post") -> post; text("delete") -> delete; text(_) -> none.
