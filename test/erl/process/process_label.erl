%% process_info(P, label), of OTP 27 and newer: what proc_lib:set_label/1 has set.
-module(process_label).
-export([main/0]).

main() ->
    Self = self(),
    {P, M} = spawn_monitor(fun() -> put('$process_label', {worker, "seven"}), Self ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    [io:format("~p~n", [try process_info(Of, What) catch error:Reason -> Reason end])
     || Of <- [P, self()], What <- [label, [label, links]]],
    P ! stop,
    receive {'DOWN', M, _, _, _} -> io:format("~p~n", [try process_info(P, label) catch error:Reason -> Reason end]) end.
