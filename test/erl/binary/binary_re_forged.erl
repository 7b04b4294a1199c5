%% skip OTP 29: a compiled pattern is a reference there (LIMITS.md)
%% A compiled pattern is a value that a program can take apart.  Whatever it changes in it, re:run/2 gives badarg or
%% runs what the pattern then says; nothing that the program's options could not have asked for reaches the library.
-module(binary_re_forged).
-export([main/0]).

main() ->
    {ok, P} = re:compile("a(.)c", [unicode]),
    Opaque = element(5, P),
    Results = [run(setelement(5, P, Changed)) || Changed <- changes(Opaque)],
    io:format("unexpected: ~p~n", [lists:usort(Results) -- [nomatch, match, badarg]]),
    Trusting = [run(setelement(5, P, Changed)) || Changed <- trusting(Opaque)],
    io:format("~p~n", [lists:usort(Trusting) -- [badarg]]),
    [io:format("~p~n", [run(setelement(I, P, X))]) || {I, X} <- [{1, x}, {2, a}, {5, <<>>}, {5, binary:part(Opaque, 0, 3)}]].

%% erl trusts the code in its patterns: changing it there is asking for a crash.
is_ling() -> try erlang:system_info(ling) of _ -> true catch error:badarg -> false end.

changes(Opaque) -> [change(Opaque, At, Bit) || is_ling(), At <- lists:seq(0, byte_size(Opaque) - 1), Bit <- lists:seq(0, 7)].

%% PCRE2_NO_UTF_CHECK is bit 30 of the options, which are in bytes 8 to 11; 16#f0 begins a character of four bytes.
trusting(Opaque) ->
    Bad = binary:replace(Opaque, <<"(.)c">>, <<"(.)", 16#f0>>),
    [change(B, 11, 6) || is_ling(), B <- [Opaque, Bad]].

change(B, At, Bit) ->
    <<Before:At/binary, Byte, After/binary>> = B,
    <<Before/binary, (Byte bxor (1 bsl Bit)), After/binary>>.

run(P) -> try re:run(<<"abc", 16#c3, 16#a9>>, P) of {match, _} -> match; R -> R catch error:R -> R end.
