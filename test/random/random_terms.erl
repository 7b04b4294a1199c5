%% Random terms by kind: many of the values at which implementations differ, and some of no meaning at all.
-module(random_terms).
-export([kinds/0, term/1, pick/1, upto/1]).

kinds() ->
    [small, nat, byte, big, float, atom, bool, name, encoding, string, text, ints, iolist, binary, utf8, bits, part, tuple, list, pairs,
     lists, improper, map, any, unary, binary_op, date, datetime, format, regex, options, path].

pick(List) -> lists:nth(rand:uniform(length(List)), List).

%% 0..N
upto(N) -> rand:uniform(N + 1) - 1.

some(Most, F) -> [F() || _ <- lists:seq(1, upto(Most))].
bytes(Most) -> list_to_binary(some(Most, fun() -> upto(255) end)).

term(small) -> pick([0, 1, -1, 2, 3, 7, 10, 16, 36, -100, 255, 256, 1000, upto(100), -upto(1000), 1 bsl 20, -(1 bsl 27)]);
term(nat) -> pick([0, 1, 2, 3, 4, 5, 8, upto(10), upto(20)]);
term(byte) -> upto(255);
term(big) -> pick([1, -1]) * big();
term(float) -> float_value();
term(atom) -> pick([a, b, ok, true, false, undefined, '', 'hello world', 'Ünï', latin1, utf8, all, trim, global, big, little, lists, infinity, first, any]);
term(bool) -> pick([true, false]);
term(name) -> pick([<<"a">>, "ok", <<"true">>, <<"erlang">>, "hello world"]);
term(encoding) -> pick([latin1, utf8, unicode, utf16, {utf16, little}, utf32, {utf32, big}, {utf16, big}]);
term(string) ->
    pick(["", "a", "abc", "Hello World", "123", "-17", "1.5", "1.0e10", "16#ff", " x ", "ÅÄÖ", [8364, 97], "a,b,,c", "aXbXc", "ZZ", "-", "+5",
          "1e5", "a b  c\n", [$a, 768, $b], "e" ++ [769]]);
term(text) -> some(12, fun() -> pick([upto(127), upto(127), upto(255), upto(16#10ffff), $a, $\s, 16#d800, 16#301]) end);
term(ints) -> some(8, fun() -> term(pick([small, nat])) end);
term(iolist) -> some(5, fun() -> pick([upto(255), term(binary), term(string), [], [term(binary), upto(200)], <<>>]) end);
term(binary) ->
    pick([<<>>, <<"a">>, <<"abc">>, <<"hello, world">>, <<"a,b,,c">>, <<"123">>, <<"-5">>, <<"3.14">>, <<"abcabcabc">>, <<"aGVsbG8=">>,
          <<131, 97, 5>>, bytes(40), <<0:480, (bytes(40))/binary>>, term_to_binary(term(any))]);
term(utf8) ->
    pick([<<"å"/utf8>>, <<"日本語"/utf8>>, <<"e", 16#301/utf8>>, <<"a", 255>>, <<16#f0, 16#90>>, <<"👨‍👩‍👧"/utf8>>, <<"ÅÄÖ straße"/utf8>>,
          <<16#fe, 16#ff, 0, 65>>, <<16#ef, 16#bb, 16#bf, 65>>, unicode:characters_to_binary([upto(16#d000), upto(16#d000), $a])]);
term(bits) ->
    Binary = term(binary),
    Size = upto(bit_size(Binary)),
    <<Front:Size/bits, _/bits>> = Binary,
    pick([Front, <<5:3>>, <<Front/bits, 1:1>>]);
term(part) -> {term(small), pick([0, 1, 2, -1, 3, term(small)])};
term(tuple) -> list_to_tuple(term(list));
term(list) -> some(6, fun() -> term(any) end);
term(pairs) -> some(6, fun() -> {term(pick([small, atom, string])), term(any)} end);
term(lists) -> some(4, fun() -> term(pick([list, string, ints])) end);
term(improper) -> pick([[1, 2 | 3], [a | b], [[] | <<>>], "ab" ++ <<"cd">>]);
term(map) -> maps:from_list(some(6, fun() -> {term(pick([small, atom, string, float, binary])), term(any)} end));
term(unary) -> pick([fun erlang:is_atom/1, fun erlang:is_integer/1, fun erlang:abs/1, fun erlang:hd/1, fun erlang:'not'/1, fun erlang:'-'/1]);
term(binary_op) -> pick([fun erlang:'+'/2, fun erlang:'<'/2, fun erlang:'=<'/2, fun erlang:max/2, fun erlang:'++'/2, fun erlang:element/2]);
term(date) -> {upto(3000), upto(13), upto(32)};
term(datetime) -> {{1 + upto(3000), 1 + upto(11), 1 + upto(27)}, {upto(23), upto(59), upto(59)}};
term(format) ->
    pick(["~p", "~w ~s~n", "~10.3f", "~-10s|", "~5..0b", "~.16b", "~tp", "~ts", "~e", "~g", "~c", "~x", "~i~p", "~*s", "~10w", "~.36B", "~.10#",
          "~+", "~20.5.*p", "~0p", "~lp", "~#", "~W", "~P"]);
term(regex) ->
    pick(["a", "b+", "(a)(b)?", "[a-c]*", "^a", "c$", "\\d+", "(?<x>a|b)", "", ".", "(?i)ABC", "\\bw", "(", "a{2,3}", "[[:alpha:]]+", "x*", ",",
          "(?=a)", "(a|ab)(c|bcd)", "\\s", "é"]);
term(options) -> some(3, fun option/0);
term(path) -> pick(["/a/b/c.erl", "a/../b", "/", "", "a//b/", <<"x/y.z">>, "./x", "~/q", 'atom/p', ["a", "/b"], "c:/x"]);
term(any) -> term(pick([small, small, atom, float, string, binary, big, nat, bits, nested()])).

nested() -> pick([nat, nat, nat, tuple, list, map, pairs]).

big() ->
    pick([1 bsl 59, (1 bsl 59) - 1, 1 bsl 60, 1 bsl 62, 1 bsl 63, 1 bsl 64, (1 bsl 64) - 1, (1 bsl upto(300)) + upto(1000), rand:uniform(1 bsl 70),
          rand:uniform(1 bsl 200), rand:uniform(1 bsl 130) bsl upto(100)]).

float_value() ->
    pick([0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 1.0e22, 1.0e23, 1.0e-300, 1.7976931348623157e308, 5.0e-324, 123456.789,
          4503599627370496.5, 9007199254740993.0, rand:uniform(), rand:uniform() * 1.0e10, math:pow(rand:uniform() * 10, upto(30)),
          float(term(small))]).

option() ->
    pick([global, unicode, caseless, trim, multiline, dotall, notempty, anchored, group, ungreedy, extended, trim_all, compact, short, safe, used,
          compressed, deterministic, {capture, all, list}, {capture, none}, {capture, [1], binary}, {capture, first, index}, {offset, upto(5)},
          {return, list}, {return, binary}, {parts, upto(4)}, {newline, any}, {scope, {0, 3}}, {insert_replaced, 1}, {decimals, upto(20)},
          {scientific, upto(10)}, {minor_version, upto(2)}, {compressed, upto(9)}]).
