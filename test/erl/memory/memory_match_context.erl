%% A binary is matched while collections move everything.
-module(memory_match_context).
-export([main/0]).

main() ->
    B = << <<N:32, (N * N):64, (float(N))/float>> || N <- lists:seq(1, 20000) >>,
    io:format("~p~n", [sum(B, 0, [])]),
    Small = <<1, 2, 3, 4, 5, 6, 7, 8>>,
    io:format("~p~n", [walk(Small, 0)]),
    io:format("~p~n", [[X || <<X:5>> <= Small, garbage(X)]]).

sum(<<N:32, M:64, F/float, R/binary>>, S, L) ->
    case N rem 1000 of
        0 -> erlang:garbage_collect();
        _ -> ok
    end,
    sum(R, S + N * 3 + M + trunc(F), [[N, M] | lists:sublist(L, 5)]);
sum(<<>>, S, L) -> {S, L}.

walk(<<X, R/binary>>, S) -> erlang:garbage_collect(), walk(R, S * 10 + X);
walk(<<>>, S) -> S.

garbage(X) -> erlang:garbage_collect(), X rem 2 =:= 1.
