%% skip OTP 29: PCRE2 there is newer than the library of Debian 12 (LIMITS.md)
%% References to groups that do not exist: numbered ones are missed at the pattern's end, others where they stand; and
%% the offset counts in the pattern as given, also where something in it had to be spelled in another way.
-module(binary_re_reference_errors).
-export([main/0]).

main() ->
    Numbered = ["\\6abc ]d", "\\g6abc ]d", "\\g{6}abc ]d", "(a)\\7 (b) ]\\3 \\2", "\\6(", "\\6)", "\\6\\"],
    Others = ["(a)\\g{-3}abc ]", "(?1)ab ]d", "(?P=x)ab ]d", "\\k<x>ab ]d", "(?(2)ab) ]d", "\\g'1'ab ]", "(?+1)ab ]",
              "(?-1)ab ]", "(?&x)ab ]", "x\\k'n'yz "],
    Spelled = ["\\6 ]\\c\2\\c\1 ab", "\\6 ]\\j\\j\\j\\j\\j ab", "\\j\\j\\j\\j\\6 ]\\j ab", "[\\d-z]\\c\2\\j\\6 ]\\c\2[\\d-z] ab",
               "\\c\2\\c\1(?1)\\c\3", "\\j\\j(?&x)\\c\3 \\j"],
    [io:format("~p ~p~n", [P, re:compile(P)]) || P <- Numbered ++ Others ++ Spelled].
