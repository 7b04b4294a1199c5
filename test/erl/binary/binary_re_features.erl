%% skip OTP 29: PCRE2 there is newer than the library of Debian 12 (LIMITS.md)
%% re: groups, lookaround, conditions, recursion, possessive and atomic groups, verbs.
-module(binary_re_features).
-export([main/0]).

main() ->
    [io:format("~p ~p ~p~n", [P, S, re:run(S, P, [{capture, all, list}])])
     || {P, Ss} <- [{"(?<=foo)bar", ["foobar", "bar"]}, {"(?<!foo)bar", ["foobar", "xbar"]}, {"a(?=b)", ["ab", "ac"]}, {"a(?!b)", ["ab", "ac"]},
                    {"(?>a+)b", ["aaab", "aaac"]}, {"a++b", ["aab", "aa"]}, {"(a|b)*+c", ["ababc", "abab"]}, {"(?i)abc(?-i)D", ["ABCD", "ABCd"]},
                    {"(?<y>\\d{4})-(?<m>\\d\\d)", ["on 2024-05-06"]}, {"(\\w)\\1", ["hello", "helo"]}, {"(?<q>['\"]).*?\\k<q>", ["say 'x' \"y\""]},
                    {"\\((?:[^()]++|(?R))*\\)", ["x(a(b)c)(d", "((("]}, {"^(?:(.)(?=.*(\\1(?(2)\\2))$))*+.?\\2?$", ["abba", "abc"]},
                    {"(a)?(?(1)b|c)", ["ab", "c", "b"]}, {"(?|(a)|(b))(c)", ["ac", "bc"]}, {"\\Aab\\z", ["ab", "ab\n"]}, {"\\Gb", ["ab", "ba"]},
                    {"a\\Kb", ["ab"]}, {"\\Q.*\\E+", [".***", "ab"]}, {"[[:upper:]][[:digit:]]+", ["xA12"]}, {"[^\\d\\s]+", ["12 ab"]}, {"\\bfoo\\b", ["a foo b", "afoob"]},
                    {"a{2,3}?", ["aaaa"]}, {"a{,3}", ["a{,3}"]}, {"x*", ["", "xx"]}, {"(*COMMIT)b", ["ab"]}, {"a(*SKIP)b|.", ["ac"]}, {"a+(*PRUNE)b", ["aac"]}, {"(*FAIL)|b", ["b"]},
                    {"\\x41\\101\\t\\e", ["AA\t\e"]}, {"\\j\\y", ["jy"]}, {"[\\d-z]+", ["1-z"]}, {"(?x) a b # no", ["ab"]}, {"(?#comment)a", ["a"]}, {"(?J)(?:(?<n>a)|(?<n>b))", ["b"]},
                    {"(?P<a>x)(?P=a)(?P>a)", ["xxx"]}, {"(?1)(a|b)", ["ab"]}, {"\\h\\H\\v\\V", [" a\nb"]}, {"\\N+", ["ab\nc"]}, {"\\R", ["\r\n"]}, {"(((((a)))))", ["a"]}], S <- Ss].
