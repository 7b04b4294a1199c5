%% re: compile and run options.
-module(binary_re_options).
-export([main/0]).
-include("check.hrl").

main() ->
    R = fun(S, P, O) -> io:format("~p ~p ~p ~p~n", [S, P, O, re:run(S, P, O)]) end,
    R("ABC", "b", [caseless]), R("ÀÉ", "é", [caseless]), R("a\nb", "a.b", [dotall]), R("a\nb", "a.b", []), R("a\nb", "^b", [multiline]),
    R("a\n", "a$", []), R("a\n", "a$", [dollar_endonly]), R("a b", "a b", [extended]), R("ab", "a b # c", [extended]), R("x\nab", "ab", [firstline]),
    R("aab", "a+", [ungreedy]), R("ab", "(a)(?<n>b)", [no_auto_capture]), R("ba", "a", [anchored]), R("ab", "a", [notbol]), R("ab", "^a", [notbol]),
    R("ab", "b$", [noteol]), R("ab", "x*", [notempty]), R("ab", "x*", [notempty_atstart]), R("abab", "ab", [{offset, 1}]), R("abab", "^ab", [{offset, 2}]),
    R("a\r\nb", "a$", [multiline, {newline, crlf}]), R("a\rb", "^b", [multiline, {newline, cr}]), R("a\rb", "^b", [multiline, {newline, anycrlf}]),
    R([$a, 16#85, $b], "^b", [multiline, {newline, any}]), R("a\rb", "a\\Rb", [bsr_anycrlf]), R([$a, 16#85, $b], "a\\Rb", [bsr_anycrlf]), R([$a, 16#85, $b], "a\\Rb", [bsr_unicode]),
    R("abcabc", "b", [global]), R("aXbX", "x", [global, caseless, {capture, all, list}]), R("abc", "b|", [global]), R("", "", [global]),
    {ok, MP} = re:compile("b", [caseless]),
    R2 = fun(S, O) -> io:format("~p ~p ~p~n", [S, O, caught(fun() -> re:run(S, MP, O) end)]) end,
    R2("aB", []), R2("aB", [global]), R2("aB", [anchored]), R2("aB", [caseless]), R2("aB", [multiline]), R2("aB", [{offset, 2}]), R2("aB", [foo]),
    {ok, ML} = re:compile("^b", [multiline]),
    io:format("~p~n", [[try re:run("a\rb", ML, O) catch error:Why -> Why end || O <- [[], [{newline, cr}], [{newline, lf}], [bsr_anycrlf], [bsr_unicode]]]]),
    io:format("~p~n", [[try re:run("a\0b", "^b", [multiline | O]) catch error:Why -> Why end || O <- [[], [{newline, nul}], [export]]]]).
