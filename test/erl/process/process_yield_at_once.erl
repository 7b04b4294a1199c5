%% erlang:yield/0 lets others run at once, every time, and costs next to nothing.
-module(process_yield_at_once).
-export([main/0]).

main() ->
    Me = self(),
    Counter = spawn_link(fun() -> count(0) end),
    {reductions, Before} = process_info(Me, reductions),
    {ok, true} = {ok, erlang:yield()},
    true = apply(erlang, yield, []),
    true = last(),
    {reductions, After} = process_info(Me, reductions),
    yields(16),
    Counter ! {Me, stop},
    io:format("~p~n", [receive {turns, N} -> N >= 8 end]),
    io:format("~p~n", [After - Before < 100]),
    traced(Me).

last() -> erlang:yield().

yields(0) -> ok;
yields(N) -> erlang:yield(), yields(N - 1).

count(N) -> receive {To, stop} -> To ! {turns, N} after 0 -> erlang:yield(), count(N + 1) end.

%% Each is told of: where it was when it stopped is the function that called.
traced(Me) ->
    P = spawn(fun() -> receive go -> ok end, yields(), exit(done) end),
    1 = erlang:trace(P, true, [running, procs, {tracer, Me}]),
    P ! go,
    show().

yields() ->
    erlang:yield(),
    erlang:yield(),
    ok.

show() ->
    receive
        {trace, _, exit, R} -> io:format("~p~n", [{exit, R}]);
        {trace, _, out, {_, yields, A}} -> io:format("~p~n", [{out, yields, A}]), show();
        {trace, _, _, _} -> show()
    end.
