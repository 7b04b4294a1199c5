%% Parts of an erased binary stay readable, also in other processes.
-module(memory_persistent_binary).
-export([main/0]).

main() ->
    persistent_term:put(?MODULE, binary:copy(<<"0123456789">>, 1000)),
    B = persistent_term:get(?MODULE),
    <<_:100/binary, Part:200/binary, _/binary>> = B,
    P = spawn_link(fun() -> receive {From, X} -> erlang:garbage_collect(), From ! {X, erlang:crc32(X)} end end),
    persistent_term:erase(?MODULE),
    timer:sleep(20),
    erlang:garbage_collect(),
    P ! {self(), Part},
    receive {Y, Crc} -> io:format("~p ~p ~p~n", [Y =:= Part, Crc =:= erlang:crc32(Part), byte_size(Y)]) end,
    io:format("~p ~p~n", [byte_size(B), erlang:md5(B)]).
