%% Dates: universal and local time, posix time, leap years, bad dates.
-module(process_dates).
-export([main/0]).

main() ->
    {{Y, Mo, D}, {H, Mi, S}} = erlang:universaltime(),
    io:format("~p~n", [Y > 2000 andalso Mo < 13 andalso D < 32 andalso H < 24 andalso Mi < 60 andalso S < 60]),
    {date(), time()},
    {{_, _, _}, {_, _, _}} = erlang:localtime(),
    Times = [{{1970, 1, 1}, {0, 0, 0}}, {{2000, 2, 29}, {12, 30, 59}}, {{1999, 12, 31}, {23, 59, 59}},
             {{2038, 1, 19}, {3, 14, 8}}, {{1600, 1, 1}, {0, 0, 0}}, {{2400, 2, 29}, {1, 2, 3}}, {{9999, 12, 31}, {23, 59, 59}}],
    Posix = [erlang:universaltime_to_posixtime(T) || T <- Times],
    io:format("~p~n", [Posix]),
    io:format("~p~n", [[erlang:posixtime_to_universaltime(P) || P <- Posix] =:= Times]),
    [io:format("~p ~p~n", [P, erlang:posixtime_to_universaltime(P)])
     || P <- [0, -1, 86399, 86400, 951782400, 1709164800, 4102444800, -62100000000, 253402300800]],
    Local = {{2020, 6, 15}, {10, 20, 30}},
    U = erlang:localtime_to_universaltime(Local),
    io:format("~p~n", [erlang:universaltime_to_localtime(U) =:= Local]),
    io:format("~p~n", [calendar:gregorian_days_to_date(calendar:date_to_gregorian_days({2024, 2, 29}))]),
    [io:format("~p ~p~n", [F, try apply(erlang, F, A) catch C:E -> {C, E} end])
     || {F, A} <- [{universaltime_to_posixtime, [{{2001, 2, 29}, {0, 0, 0}}]}, {universaltime_to_posixtime, [{{2001, 13, 1}, {0, 0, 0}}]},
                   {universaltime_to_posixtime, [{{2001, 1, 1}, {24, 0, 0}}]}, {universaltime_to_posixtime, [{{1599, 1, 1}, {0, 0, 0}}]},
                   {universaltime_to_posixtime, [x]}, {posixtime_to_universaltime, [a]}, {universaltime_to_localtime, [{{1900, 1, 1}, {0, 0, 0}}]},
                   {localtime_to_universaltime, [Local, perhaps]}, {localtime_to_universaltime, [{{2000, 1, 32}, {0, 0, 0}}]},
                   {localtime_to_universaltime, [{1, 2}]}]],
    ok.
