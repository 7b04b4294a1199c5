%% The rest of module os.
-module(io_os_misc).
-export([main/0]).

main() ->
    S = fun(X) -> io:format("~p~n", [X]) end,
    S(os:type()), S(tuple_size(os:version())), S(list_to_integer(os:getpid()) > 0),
    {A, B, C} = os:timestamp(), S({A > 1000, B < 1000000, C < 1000000}),
    S([begin T = os:system_time(U), is_integer(T) andalso T > 1500000000 end || U <- [second, millisecond, microsecond, nanosecond, native, seconds, milli_seconds, 1, 1000]]),
    S([try os:system_time(U) catch Cl:R -> {Cl, R} end || U <- [foo, 0, -1, 1.0]]),
    S(abs(os:system_time(second) - erlang:system_time(second)) < 3),
    P1 = os:perf_counter(), P2 = os:perf_counter(), S({is_integer(P1), P2 >= P1}), S(is_integer(os:perf_counter(millisecond))),
    S(os:find_executable("no_such_program_here")),
    S([try os:set_signal(X, Y) catch Cl:R -> {Cl, R} end || {X, Y} <- [{sigusr2, handle}, {sigusr2, ignore}, {sigusr2, default}, {sigfoo, handle}, {sigusr2, foo}, {1, handle}, {sigstop, ignore}]]).
