%% Binaries between processes: large ones shared, small ones copied, parts of both.
-module(binary_processes).
-export([main/0]).

main() ->
    Self = self(),
    Big = list_to_binary([X rem 256 || X <- lists:seq(1, 100000)]),
    Echo = spawn(fun Loop() -> receive {From, X} -> From ! {self(), X, erlang:phash2(X)}, Loop(); stop -> ok end end),
    [begin
         Echo ! {Self, X},
         receive {Echo, Y, H} -> io:format("~w ~w ~w~n", [Y =:= X, H, bit_size(Y)]) end
     end || X <- [<<>>, <<"small">>, <<5:3>>, Big, binary:part(Big, 10, 50), binary:part(Big, 10, 5000), sub(3, Big), sub(8, <<"small one">>)]],
    Echo ! stop,
    Pids = [spawn(fun() -> Self ! {N, erlang:md5(binary:part(Big, N, 1000))} end) || N <- lists:seq(1, 50)],
    io:format("~w~n", [length(Pids)]),
    io:format("~w~n", [erlang:phash2(lists:sort([receive {N, M} -> {N, M} end || N <- lists:seq(1, 50)]))]),
    F = fun() -> byte_size(Big) end,
    spawn(fun() -> Self ! F() end),
    receive N -> io:format("~w~n", [N]) end.

sub(N, B) -> <<_:N, R/bits>> = B, R.
