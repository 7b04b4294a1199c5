%% An erased value travels on: in messages, in the dictionary, in ets, in timers.
-module(memory_persistent_message).
-export([main/0]).

main() ->
    V = {?MODULE, lists:seq(1, 50), #{k => "value"}, <<"binary">>},
    T = ets:new(t, []),
    [begin
         persistent_term:put(?MODULE, V),
         send(N, T),
         persistent_term:erase(?MODULE),
         erlang:yield()
     end || N <- lists:seq(1, 200)],
    timer:sleep(60),
    erlang:garbage_collect(),
    io:format("~p~n", [lists:usort([X =:= V || {_, X} <- ets:tab2list(T)])]),
    io:format("~p~n", [lists:usort([X =:= V || {{?MODULE, _}, X} <- get()])]),
    io:format("~p~n", [lists:usort(flush(V, []))]),
    io:format("~p ~p~n", [ets:info(t, size), process_info(self(), message_queue_len)]).

send(N, T) ->
    X = persistent_term:get(?MODULE),
    ets:insert(T, {N, X}),
    put({?MODULE, N}, X),
    self() ! X,
    erlang:send_after(N rem 40, self(), X),
    Self = self(),
    spawn(fun() -> receive after N rem 7 -> Self ! X end end).

flush(V, L) -> receive X -> flush(V, [X =:= V | L]) after 100 -> [length(L) | L] end.
