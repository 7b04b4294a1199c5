%% binary:encode_unsigned and decode_unsigned.
-module(binary_unsigned).
-export([main/0]).
-include("check.hrl").

main() ->
    Ns = [0, 1, 127, 128, 255, 256, 65535, 65536, 1 bsl 58, 1 bsl 59, (1 bsl 59) - 1, 1 bsl 63, (1 bsl 64) - 1, 1 bsl 64, 1 bsl 200, (1 bsl 2000) div 7],
    [begin
         B = binary:encode_unsigned(N), L = binary:encode_unsigned(N, little),
         io:format("~w ~w ~w ~w~n", [byte_size(B), erlang:phash2(B), erlang:phash2(L), binary:decode_unsigned(B) =:= N andalso binary:decode_unsigned(L, little) =:= N])
     end || N <- Ns],
    [io:format("~w ~w ~w~n", [B, binary:decode_unsigned(B), binary:decode_unsigned(B, little)]) || B <- [<<>>, <<0>>, <<0, 0, 1>>, <<1, 0, 0>>, <<0:80, 1:8>>, <<255:80>>]],
    <<_:5, U/bits>> = <<0:5, 1, 2, 3, 4, 5, 6, 7, 8, 9>>,
    io:format("~w ~w~n", [binary:decode_unsigned(U), binary:decode_unsigned(U, little)]),
    [io:format("~w ~w~n", [X, caught(fun() -> binary:encode_unsigned(X) end)]) || X <- [-1, a, 1.0, -(1 bsl 70)]],
    [io:format("~w ~w~n", [X, caught(fun() -> binary:decode_unsigned(X) end)]) || X <- [a, <<1:3>>, 5]],
    io:format("~w ~w~n", [caught(fun() -> binary:encode_unsigned(1, foo) end), caught(fun() -> binary:decode_unsigned(<<1>>, foo) end)]).
