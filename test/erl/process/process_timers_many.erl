%% A hundred thousand timers: in order, and cancelled.
-module(process_timers_many).
-export([main/0]).

main() ->
    N = 100000,
    Self = self(),
    Ts = [erlang:send_after(1000000 + I, Self, I) || I <- lists:seq(1, N)],
    Left = [erlang:cancel_timer(T) || T <- Ts],
    io:format("~p~n", [lists:all(fun(X) -> is_integer(X) andalso X > 900000 end, Left)]),
    io:format("~p~n", [lists:usort([erlang:cancel_timer(T) || T <- Ts])]),
    %% those of one time in the order of their start
    At = erlang:monotonic_time(millisecond) + 400,
    [erlang:send_after(At, Self, I, [{abs, true}]) || I <- lists:seq(1, 20000)],
    io:format("~p~n", [collect(20000) =:= lists:seq(1, 20000)]),
    %% earlier ones first, however they were started
    Base = erlang:monotonic_time(millisecond) + 300,
    Delays = [(I * 7919) rem 257 || I <- lists:seq(1, 2000)],
    [erlang:send_after(Base + D, Self, D, [{abs, true}]) || D <- Delays],
    io:format("~p~n", [collect(2000) =:= lists:sort(Delays)]),
    ok.

collect(0) -> [];
collect(N) -> receive I -> [I | collect(N - 1)] after 5000 -> [late] end.
