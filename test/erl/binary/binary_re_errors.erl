%% skip OTP 29: PCRE2 there is newer than the library of Debian 12 (LIMITS.md)
%% Broken patterns: what is wrong, and where.
-module(binary_re_errors).
-export([main/0]).

main() ->
    Ps = ["(", "abc)", "(a", "((a)", "*a", "a**", "a{3,1}", "a{65536}", "[abc", "[z-a]", "[b-\\d]", "(?z)", "(?i-z)", "(?", "(?i", "[:alpha:]", "[[:foo:]]", "\\1", "(a)\\2", "(?#abc",
          "(?<=a*)b", "(?<!a+)b", "(?<=a|bc+)", "(?<=(?:a|bb))x", "(?<1a>x)", "(?<a", "(?<ab!>x)", "(?'a>x)", "(?(1)a", "(a)(?(1)a|b|c)", "(?(x)a)", "(?(0)a)", "(?(DEFINE)a|b)", "(?R",
          "(?1)", "(?+)", "(?&a)", "(?P", "(?Pa)", "(?P=a)", "\\x{100}", "\\x{110000}", "\\x{zz}", "\\x{12", "\\o{9}", "\\400", "\\L", "\\u", "(?C256)", "(?Ca)", "(?<n>a)(?<n>b)", "\\p{Foo}", "\\p",
          "\\g", "\\g{a", "\\g{-1}", "\\g{0}", "\\k", "\\k{a}", "(*FOO)", "(*MARK)", "(?|(?<a>x)|(?<b>y))", "[\\N]", "a\\", "\\c", "(?<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>x)"],
    [io:format("~p ~p~n", [P, re:compile(P)]) || P <- Ps],
    io:format("~p ~p~n", [c(fun() -> re:run("a", "(") end), re:run("a", "(", [report_errors])]),
    [io:format("~p~n", [c(F)]) || F <- [fun() -> re:compile(a) end, fun() -> re:compile("a", [x]) end, fun() -> re:compile("a", [global]) end, fun() -> re:compile("a", x) end,
                                        fun() -> re:run(a, "a") end, fun() -> re:run("a", a) end, fun() -> re:run("a", {re_pattern, 0, 0, 0, ref}) end,
                                        fun() -> re:run("a", "a", [x]) end, fun() -> re:run("a", "a", [{offset, -1}]) end, fun() -> re:run([256], "a") end,
                                        fun() -> re:run("a", "a", [{newline, x}]) end, fun() -> re:split("a", "(") end, fun() -> re:replace("a", "b", "c", [y]) end]].

c(F) -> try F() catch C:R:Trace -> [{M, N, _, I} | _] = Trace, {C, R, M, N, proplists:get_value(error_info, I)} end.
