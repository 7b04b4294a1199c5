%% Environment variables.
%% needs: programs
-module(io_os_env).
-export([main/0]).

main() ->
    S = fun(X) -> io:format("~p~n", [X]) end,
    S(os:putenv("LING_T_A", "1")), S(os:getenv("LING_T_A")), S(os:getenv("LING_T_A", "d")),
    S(os:getenv("LING_T_NONE")), S(os:getenv("LING_T_NONE", "default")),
    S(os:putenv("LING_T_A", "")), S(os:getenv("LING_T_A")), S(os:unsetenv("LING_T_A")), S(os:getenv("LING_T_A")), S(os:unsetenv("LING_T_A")),
    S(os:putenv("LING_T_U", [960, 8364])), S(os:getenv("LING_T_U")),
    S(os:putenv("LING_T_B", "x=y=z")), S(os:getenv("LING_T_B")),
    S([try os:putenv(K, V) catch C:R -> {C, R} end || {K, V} <- [{"a=b", "x"}, {a, "x"}, {"x", <<"y">>}, {<<"x">>, "y"}, {"a" ++ b, "c"}, {"a\0b", "c"}, {"a", "b\0c"}]]),
    S([try os:getenv(K) catch C:R -> {C, R} end || K <- [a, <<"b">>, "a=", 1, [a]]]),
    S([try os:unsetenv(K) catch C:R -> {C, R} end || K <- [a, "a="]]),
    S(lists:sort([V || "LING_T_" ++ _ = V <- os:getenv()])),
    S([V || {"LING_T_B", V} <- os:env()]),
    [os:putenv("LING_T_M" ++ integer_to_list(N), integer_to_list(N * N)) || N <- lists:seq(1, 300)],
    S(lists:sum([list_to_integer(os:getenv("LING_T_M" ++ integer_to_list(N))) || N <- lists:seq(1, 300)])),
    S(os:cmd("echo $LING_T_M17 $LING_T_B")),
    [os:unsetenv("LING_T_M" ++ integer_to_list(N)) || N <- lists:seq(1, 300)],
    S([V || "LING_T_M" ++ _ = V <- os:getenv()]),
    S(is_list(os:getenv("PATH"))).
