%% long_message_queue of system_monitor: told once when a queue reaches the upper limit, and once when it is back at the lower.
%% skip OTP 25: it came with OTP 27
-module(process_monitor_queue).
-export([main/0]).

main() ->
    Table = ets:new(told, [public]),
    Main = self(),
    Monitor = spawn_link(fun() -> collect(Table, Main, []) end),
    erlang:system_monitor(Monitor, [{long_message_queue, {3, 6}}]),
    [step(What, N, Table, Monitor)
     || {What, N} <- [{below, 5}, {reached, 1}, {higher, 4}, {lower, -6}, {higher_again, 3}, {back, -4}, {still_back, -2}, {reached_again, 5}]],
    erlang:system_monitor(undefined),
    step(off, -6, Table, Monitor),
    erlang:system_monitor(Monitor, [{long_message_queue, {0, 2}}]),
    step(anew, 2, Table, Monitor),
    step(one_left, -1, Table, Monitor),
    step(empty, -1, Table, Monitor),
    %% The one who is told is not told of its own queue.
    erlang:system_monitor(self(), [{long_message_queue, {0, 2}}]),
    step(own, 5, Table, Monitor),
    erlang:system_monitor(undefined).

%% What is told of the caller by N messages that come to it, or -N that it takes.
step(What, N, Table, Monitor) ->
    [self() ! message || _ <- lists:seq(1, N)],
    [receive message -> ok end || _ <- lists:seq(1, -N)],
    {message_queue_len, Length} = process_info(self(), message_queue_len),
    Monitor ! {told, What},
    io:format("~p: ~p ~p~n", [What, Length, told(Table, What)]).

%% By a table: an answer would be a message.
told(Table, What) ->
    case ets:lookup(Table, What) of
        [{_, List}] -> List;
        [] -> erlang:yield(), told(Table, What)
    end.

collect(Table, Main, List) ->
    receive
        {monitor, Main, What, Value} -> collect(Table, Main, [{What, Value} | List]);
        {monitor, _, _, _} -> collect(Table, Main, List);
        {told, What} ->
            ets:insert(Table, {What, lists:reverse(List)}),
            collect(Table, Main, [])
    end.
