%% A pattern with a NUL: to PCRE, which OTP has until 27, it ends there.
-module(binary_re_nul).
-export([main/0]).
-include("../check.hrl").

main() ->
    [p({Pattern, caught(fun() -> re:run(Subject, Pattern) end), caught(fun() -> re:split(Subject, Pattern) end)})
     || Pattern <- [<<0>>, <<"a", 0, "b">>, <<"(", 0, ")">>, [$b, 0, $(], "\\x00", <<0, "(">>], Subject <- ["abc", <<"a", 0, "b">>]],
    {ok, Compiled} = re:compile(<<"b", 0, "c">>),
    p(re:run("ab", Compiled)),
    p(re:replace(<<"a", 0, "b">>, <<"a", 0>>, "x", [{return, binary}])).
