%% Large binaries shared between processes outlive the one that made them.
-module(memory_binary_refs).
-export([main/0]).

main() ->
    Self = self(),
    {P, M} = spawn_monitor(fun() ->
        B = binary:copy(<<"0123456789">>, 100000),
        Self ! {whole, B},
        Self ! {part, binary:part(B, 500000, 20)}
    end),
    receive {'DOWN', M, process, P, R} -> io:format("~p~n", [R]) end,
    receive {part, Part} -> ok end,
    receive {whole, Whole} -> ok end,
    garbage(100),
    io:format("~p ~p ~p~n", [Part, byte_size(Whole), erlang:crc32(Whole)]),
    io:format("~p~n", [binary:part(Whole, byte_size(Whole), -10)]).

garbage(0) -> ok;
garbage(N) -> binary:copy(<<N>>, 100000), erlang:garbage_collect(), garbage(N - 1).
