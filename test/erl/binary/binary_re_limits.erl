%% A match that takes long: others run meanwhile, limits stop it, it can be killed.
-module(binary_re_limits).
-export([main/0]).

main() ->
    S = lists:duplicate(24, $a) ++ "!",
    P = "^(a+)+$",
    io:format("~p~n", [re:run(S, P, [report_errors, {match_limit, 1000}])]),
    io:format("~p~n", [re:run(S, P, [{match_limit, 1000}])]),
    Self = self(),
    {Pid, Ref} = spawn_monitor(fun() -> R = re:run(lists:duplicate(30, $a) ++ "!", P, [report_errors]), Self ! {done, R} end),
    Ticks = tick(0),
    io:format("~p~n", [Ticks >= 5]),
    exit(Pid, kill),
    receive {'DOWN', Ref, process, Pid, Why} -> io:format("~p~n", [Why =:= killed orelse Why =:= normal]) end,
    io:format("~p~n", [re:run("aaab", "(a+)+b", [{capture, first, list}])]),
    io:format("~p~n", [re:run(binary:copy(<<"a">>, 2000), "(a|b)*c")]),
    io:format("~p~n", [re:run(binary:copy(<<"ab">>, 2000), "^(?:a|b)*$", [{capture, none}])]).

tick(5) -> 5;
tick(N) -> receive after 1 -> tick(N + 1) end.
