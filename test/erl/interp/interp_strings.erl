-module(interp_strings).
-export([main/0]).

%% Strings and characters in patterns, prefixes by ++, long literals, and comparison.
main() ->
    io:format("~p~n", [[greet(X) || X <- ["hello world", "hello", "hell", "bye", "", [104 | tail], x]]]),
    io:format("~p~n", [[esc(C) || C <- "a\n\t\"\\z\d\e"]]),
    io:format("~p~n", [tokens("let x1 = (42+y);", [])]),
    io:format("~p~n", [["abc" ++ "def" ++ [$g], "ab" -- "b", "abc" =:= [97, 98, 99], "abc" < "abd", "" < "a"]]),
    io:format("~ts~n", [[$\x{41}, $\x{e9}]]),
    io:format("~p~n", [length(lists:flatten(lists:duplicate(1000, "0123456789")))]).

greet("hello" ++ Rest) -> {hello, Rest};
greet([$b, $y | T]) -> {by, T};
greet([$h | T]) -> {h, T};
greet([]) -> empty;
greet(_) -> none.

esc($\n) -> newline; esc($\t) -> tab; esc($") -> quote; esc($\\) -> backslash; esc(C) when C >= $a, C =< $z -> letter; esc(C) -> C.

tokens([], A) -> lists:reverse(A);
tokens([C | T], A) when C =:= $\s -> tokens(T, A);
tokens([C | _] = S, A) when C >= $a, C =< $z -> {W, R} = word(S, []), tokens(R, [{name, W} | A]);
tokens([C | _] = S, A) when C >= $0, C =< $9 -> {W, R} = digits(S, 0), tokens(R, [{number, W} | A]);
tokens([C | T], A) -> tokens(T, [{C} | A]).

word([C | T], A) when C >= $a, C =< $z; C >= $0, C =< $9 -> word(T, [C | A]);
word(R, A) -> {lists:reverse(A), R}.
digits([C | T], N) when C >= $0, C =< $9 -> digits(T, N * 10 + C - $0);
digits(R, N) -> {N, R}.
