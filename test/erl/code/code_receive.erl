%% receive in all its shapes, in code made at run time.
-module(code_receive).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cre_m, "m", build(["-module(cre_m).", "-compile(export_all).", "-compile(nowarn_export_all).",
        "any() -> receive X -> X end.", "sel(T) -> receive {T, X} -> X end.", "zero() -> receive X -> X after 0 -> none end.",
        "after_(T) -> receive X -> X after T -> late end.", "sleep(T) -> receive after T -> slept end.",
        "guarded() -> receive X when is_integer(X), X > 5 -> {big, X}; X when is_integer(X) -> {small, X} end.",
        "nested() -> receive {a, X} -> receive {b, X} -> both after 10 -> one end end.",
        "in_try() -> try receive {ok, X} -> X; {bad, X} -> throw(X) after 10 -> throw(late) end catch throw:V -> {thrown, V} end.",
        "flush() -> receive X -> [X | flush()] after 0 -> [] end.",
        "ref() -> R = make_ref(), self() ! {R, hello}, receive {R, X} -> X end."])),
    [self() ! M || M <- [1, {x, 2}, {y, 3}, 4]],
    io:format("~p~n", [{cre_m:sel(y), cre_m:any(), cre_m:sel(x), cre_m:zero(), cre_m:zero()}]),
    io:format("~p~n", [{cre_m:after_(1), cre_m:after_(0), cre_m:sleep(1), cre_m:sleep(0)}]),
    [self() ! M || M <- [foo, 3, 9]],
    io:format("~p~n", [{cre_m:guarded(), cre_m:guarded(), cre_m:flush()}]),
    [self() ! M || M <- [{b, 1}, {a, 1}, {a, 2}]],
    io:format("~p~n", [{cre_m:nested(), cre_m:nested(), cre_m:flush()}]),
    self() ! {bad, 1},
    io:format("~p~n", [{cre_m:in_try(), cre_m:in_try()}]),
    [self() ! I || I <- lists:seq(1, 1000)],
    io:format("~p~n", [{cre_m:ref(), length(cre_m:flush())}]),
    [io:format("~p~n", [try cre_m:after_(T) catch C:R -> {C, R} end]) || T <- [-1, a, 1.5, 1 bsl 40]],
    P = spawn(fun() -> cre_m:sleep(infinity) end),
    [P ! I || I <- lists:seq(1, 100)],
    receive after 50 -> ok end,
    [begin P ! x, erlang:yield() end || _ <- lists:seq(1, 100)],
    receive after 50 -> ok end,
    io:format("~p~n", [{is_process_alive(P), element(2, process_info(P, message_queue_len))}]),
    Q = spawn(fun() -> cre_m:after_(infinity) end),
    io:format("~p~n", [is_process_alive(Q)]),
    exit(P, kill), exit(Q, kill).
