%% Native byte order is that of the machine, which is little-endian here.
-module(binary_integers_native).
-export([main/0]).

main() ->
    [begin
         B = <<V:N/native>>,
         L = <<V:N/little>>,
         <<X:N/native-signed>> = B,
         <<Y:N/little-signed>> = L,
         io:format("~p ~p ~p ~w~n", [N, B =:= L, X =:= Y, X])
     end || N <- [8, 12, 16, 24, 31, 32, 64, 80], V <- [1, -2, 16#ABCDEF]],
    <<F:64/float-native>> = <<3.25/float-native>>,
    io:format("~w ~w~n", [F, <<F/float-native>> =:= <<F/float-little>>]).
