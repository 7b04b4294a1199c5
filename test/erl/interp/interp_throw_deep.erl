-module(interp_throw_deep).
-export([main/0]).

%% Exceptions through many frames and handlers; memory of the frames is given back.
main() ->
    io:format("~p~n", [catch down(200000)]),
    io:format("~p~n", [[through(N) || N <- [0, 1, 5]]]),
    io:format("~p~n", [repeat(2000, 0)]),
    io:format("~p~n", [handlers(1000)]),
    io:format("~p~n", [find(fun(X) -> X > 77 end, lists:seq(1, 100))]).

down(0) -> throw(bottom);
down(N) -> [N | down(N - 1)].

through(N) -> try layers(N) catch throw:{level, L} -> L end.
layers(0) -> throw({level, 0});
layers(N) -> try layers(N - 1) catch throw:{level, L} -> throw({level, L + 1}) end.

repeat(0, S) -> S;
repeat(N, S) -> repeat(N - 1, S + (catch deeper(50, N))).
deeper(0, N) -> throw(N);
deeper(D, N) -> 1 + deeper(D - 1, N).

handlers(0) -> error(x);
handlers(N) -> try handlers(N - 1) catch error:x when N =:= 500 -> {caught_at, N} end.

find(P, L) -> try [throw({found, X}) || X <- L, P(X)], none catch {found, X} -> X end.
