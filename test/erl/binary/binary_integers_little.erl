%% Little-endian fields: whole bytes first, then the most significant bits.
-module(binary_integers_little).
-export([main/0]).

main() ->
    V = 16#0123456789ABCDEF0011223344556677,
    [io:format("~p ~w ~w~n", [N, <<V:N/little>>, field(N, <<V:N/little>>)]) || N <- lists:seq(0, 128, 5)],
    [io:format("~p ~w ~w~n", [N, <<1:3, (-V):N/little>>, signed(N, <<1:3, (-V):N/little>>)])
     || N <- lists:seq(1, 128, 9)],
    <<A:12/little, B:4>> = <<16#23, 16#15>>,
    io:format("~w ~w~n", [A, B]).

field(N, B) -> <<X:N/little>> = B, X.
signed(N, B) -> <<1:3, X:N/little-signed>> = B, X.
