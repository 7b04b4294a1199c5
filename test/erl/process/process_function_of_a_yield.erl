-module(process_function_of_a_yield).
-export([main/0]).

%% A process that was stopped in a long built-in function is in that function, to a tracer of its running.
main() ->
    Self = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        erlang:trace(self(), true, [running, {tracer, Self}]),
        Map = maps:from_list([{N, N} || N <- lists:seq(1, 200000)]),
        1 = maps:get(1, Map)
    end),
    receive {'DOWN', Monitor, process, Pid, Reason} -> io:format("~p~n", [Reason]) end,
    Delivered = erlang:trace_delivered(Pid),
    receive {trace_delivered, Pid, Delivered} -> ok end,
    Yields = collect(Pid, []),
    io:format("~p ~p~n", [length([x || {out, {maps, from_list, 1}} <- Yields]) > 2,
                          length([x || {in, {maps, from_list, 1}} <- Yields]) > 2]).

collect(Pid, Seen) ->
    receive {trace, Pid, What, Where} -> collect(Pid, [{What, Where} | Seen])
    after 0 -> Seen
    end.
