%% Who got a value keeps it when it is replaced or erased.
-module(memory_persistent_replace).
-export([main/0]).

main() ->
    persistent_term:put(?MODULE, {version, 1, lists:seq(1, 100), <<"one">>}),
    Self = self(),
    Holders = [spawn_link(fun() -> V = persistent_term:get(?MODULE), Self ! ready, holder(V) end) || _ <- lists:seq(1, 10)],
    [receive ready -> ok end || _ <- Holders],
    [begin
         persistent_term:put(?MODULE, {version, V, lists:seq(1, V), integer_to_binary(V)}),
         erlang:garbage_collect(),
         erlang:yield()
     end || V <- lists:seq(2, 500)],
    Mine = persistent_term:get(?MODULE),
    persistent_term:erase(?MODULE),
    [persistent_term:put({?MODULE, N}, lists:duplicate(100, N)) || N <- lists:seq(1, 100)],
    timer:sleep(20),
    io:format("~p~n", [[ask(H) || H <- Holders]]),
    io:format("~p ~p~n", [element(2, Mine), length(element(3, Mine))]),
    [persistent_term:erase({?MODULE, N}) || N <- lists:seq(1, 100)],
    [H ! stop || H <- Holders].

ask(H) -> H ! {self(), ask}, receive {H, X} -> X end.

holder(T) ->
    receive
        {From, ask} -> erlang:garbage_collect(), From ! {self(), {element(2, T), lists:sum(element(3, T)), element(4, T)}}, holder(T);
        stop -> ok
    end.
