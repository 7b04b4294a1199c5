-module(values_etf_compressed).
-export([main/0]).
-include("check.hrl").

main() ->
    Ts = [lists:duplicate(10000, a), lists:seq(1, 5000), binary:copy(<<1, 2, 3, 4>>, 100000), [a], "short", lists:duplicate(100, "text"),
          [erlang:phash2({I, x}) || I <- lists:seq(1, 300)]],
    [begin
         B = term_to_binary(T, [{compressed, L}]),
         true = T =:= binary_to_term(B),
         io:format("~p ~p ~p~n", [L, byte_size(B) < byte_size(term_to_binary(T)), L =/= 0 orelse erlang:md5(B)])
     end || T <- Ts, L <- [0, 1, 6, 9]],
    B1 = term_to_binary(hd(Ts), [compressed]),
    Bad = [binary:part(B1, 0, byte_size(B1) - 5), <<131, 80, 0, 0, 0, 1, 1, 2, 3>>, <<131, 80, 255, 255, 255, 255, 120, 156, 3, 0, 0, 0, 0, 1>>, <<131, 80>>],
    io:format("~p~n", [[caught(fun() -> binary_to_term(X), decoded end) || X <- Bad]]),
    {_, Used} = binary_to_term(<<B1/binary, "trailing">>, [used]),
    io:format("~p~n", [Used =:= byte_size(B1)]).
