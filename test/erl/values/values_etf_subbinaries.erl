-module(values_etf_subbinaries).
-export([main/0]).

main() ->
    Big = binary:copy(<<1, 2, 3, 4, 5, 6, 7>>, 100),
    Subs = [binary:part(Big, P, N) || P <- [0, 1, 7, 100], N <- [0, 1, 63, 64, 65, 500]],
    [true = S =:= binary_to_term(term_to_binary(S)) || S <- Subs],
    Bits = [begin <<_:O, B:N/bitstring, _/bitstring>> = Big, B end || O <- [0, 1, 3, 7, 8, 9], N <- [0, 1, 7, 8, 9, 64, 513, 1000]],
    io:format("~p~n", [erlang:md5([term_to_binary(B) || B <- Bits])]),
    [true = B =:= binary_to_term(term_to_binary(B)) || B <- Bits],
    io:format("~p~n", [erlang:phash2(Bits)]),
    T = term_to_binary({a, Big, [Subs]}),
    <<_:3, U/bitstring>> = <<5:3, T/binary>>,
    io:format("~p~n", [binary_to_term(U) =:= {a, Big, [Subs]}]).
