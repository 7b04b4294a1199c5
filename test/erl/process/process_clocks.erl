%% Monotonic time, system time, offset, units, now and timestamps.
-module(process_clocks).
-export([main/0]).

main() ->
    T = [erlang:monotonic_time() || _ <- lists:seq(1, 1000)],
    io:format("~p~n", [T =:= lists:sort(T)]),
    io:format("~p~n", [abs(erlang:system_time() - erlang:monotonic_time() - erlang:time_offset()) < 1000000000]),
    [begin
         M = erlang:monotonic_time(U), S = erlang:system_time(U), O = erlang:time_offset(U),
         io:format("~p ~p~n", [U, is_integer(M) andalso is_integer(S) andalso is_integer(O) andalso S > 0])
     end || U <- [second, millisecond, microsecond, nanosecond, native, perf_counter, 1, 10, 1000, 12345, 1 bsl 40]],
    io:format("~p~n", [abs(erlang:system_time(second) - os:system_time(second)) =< 1]),
    io:format("~p~n", [erlang:convert_time_unit(1500, millisecond, second)]),
    io:format("~p~n", [erlang:convert_time_unit(-1500, millisecond, second)]),
    io:format("~p~n", [erlang:convert_time_unit(7, second, native) =:= 7 * erlang:convert_time_unit(1, second, native)]),
    N = [erlang:now() || _ <- lists:seq(1, 1000)],
    io:format("~p ~p~n", [N =:= lists:sort(N), length(lists:usort(N))]),
    {A, B, C} = erlang:timestamp(),
    io:format("~p~n", [A > 1000 andalso B < 1000000 andalso C < 1000000]),
    io:format("~p~n", [abs(A * 1000000 + B - erlang:system_time(second)) =< 1]),
    io:format("~p~n", [erlang:system_info(start_time) =< erlang:monotonic_time()]),
    io:format("~p~n", [erlang:system_info(end_time) > erlang:monotonic_time()]),
    io:format("~p ~p~n", [erlang:system_info(time_warp_mode), erlang:system_info(time_offset)]),
    io:format("~p~n", [erlang:system_flag(time_offset, finalize)]),
    R = monitor(time_offset, clock_service),
    io:format("~p~n", [demonitor(R, [info])]),
    [io:format("~p~n", [try apply(erlang, F, [X]) catch Cl:E -> {Cl, E} end])
     || F <- [monotonic_time, system_time, time_offset], X <- [bad, 0, -1, 1.0]],
    ok.
