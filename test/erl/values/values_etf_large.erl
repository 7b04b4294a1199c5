-module(values_etf_large).
-export([main/0]).

main() ->
    L = lists:seq(1, 300000),
    Ts = [L, list_to_tuple(L), [{I, integer_to_list(I)} || I <- lists:seq(1, 50000)], maps:from_list([{I, [I]} || I <- lists:seq(1, 30000)]), binary:copy(<<5>>, 3000000),
          lists:duplicate(100000, <<"abc">>), lists:duplicate(70000, $a), [binary:copy(<<7>>, 100) || _ <- lists:seq(1, 10000)]],
    [begin
         B = term_to_binary(T),
         C = term_to_binary(T, [compressed]),
         io:format("~p ~p ~p ~p~n", [byte_size(B), binary_to_term(B) =:= T, binary_to_term(C) =:= T, erlang:external_size(T)])
     end || T <- Ts],
    Self = self(),
    [spawn_link(fun() -> T = lists:nth(1 + I rem 3, Ts), Self ! {I, binary_to_term(term_to_binary(T)) =:= T} end) || I <- lists:seq(1, 6)],
    io:format("~p~n", [[receive {I, X} -> X end || I <- lists:seq(1, 6)]]).
