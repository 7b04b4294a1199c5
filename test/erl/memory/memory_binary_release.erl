%% Binaries are released when their last process ends or collects.
-module(memory_binary_release).
-export([main/0]).

main() ->
    [erlang:garbage_collect(P) || P <- processes()],
    Before = erlang:memory(binary),
    Me = self(),
    Ps = [spawn(fun() -> B = binary:copy(<<N>>, 1000000), Me ! {made, self()}, receive stop -> byte_size(B) end end) || N <- lists:seq(1, 20)],
    [receive {made, P} -> ok end || P <- Ps],
    During = erlang:memory(binary),
    io:format("~p~n", [During - Before > 19000000]),
    Ms = [monitor(process, P) || P <- Ps],
    [P ! stop || P <- Ps],
    [receive {'DOWN', M, process, _, _} -> ok end || M <- Ms],
    timer:sleep(100),
    io:format("~p~n", [erlang:memory(binary) - Before < 2000000]),
    churn(2000),
    erlang:garbage_collect(),
    io:format("~p~n", [erlang:memory(binary) - Before < 20000000]).

churn(0) -> ok;
churn(N) -> <<_, _/binary>> = binary:copy(<<N:16>>, 100000), churn(N - 1).
