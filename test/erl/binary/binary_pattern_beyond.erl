%% Patterns that ask for more bits than any bitstring has are loaded, and do not match.
-module(binary_pattern_beyond).
-export([main/0]).

main() ->
    Short = <<0:8, 0:100>>,
    [io:format("~w~n", [F(Short)]) || F <- [fun exactly/1, fun at_least/1, fun skipped/1, fun big_integer/1, fun units/1]].

exactly(<<B:8, _:16#8000_0000>>) -> {exactly, B};
exactly(_) -> no.

at_least(<<B:8, _:16#8000_0000, Rest/bits>>) -> {at_least, B, Rest};
at_least(<<B:8, _/bits>>) -> {shorter, B}.

skipped(<<_:16#1_0000_0000, B:8, _/bits>>) -> {skipped, B};
skipped(<<_:4, B:4, _/bits>>) -> {shorter, B}.

big_integer(<<N:16#8000_0000, _/bits>>) -> {big, N};
big_integer(_) -> no.

units(<<_:16#1000_0000/unit:64, _/bits>>) -> units;
units(_) -> no.
