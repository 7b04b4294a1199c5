%% Functions that raise for their caller (error, exit, throw), reached by apply or through a fun: the caller is in the trace.
-module(code_apply_error).
-export([main/0, body/3, tail/3, body_fun/2, tail_fun/2]).

body(M, F, A) -> [apply(M, F, A)].
tail(M, F, A) -> apply(M, F, A).
body_fun(F, [A]) -> [F(A)];
body_fun(F, [A, B]) -> [F(A, B)].
tail_fun(F, [A]) -> F(A);
tail_fun(F, [A, B]) -> F(A, B).

main() ->
    logger:set_primary_config(level, none),
    Args = [erlang, error, [badarg]],
    Calls = [{error, [badarg, Args]}, {error, [badarg]}, {error, [badarg, none]}, {error, [badarg, [1 | 2]]}, {error, [badarg, Args, [{error_info, #{}}]]},
        {exit, [why]}, {throw, [ball]}, {abs, [a]}, {raise, [error, x, []]}, {raise, [error, x, [{a, b, 1, []}]]}, {nif_error, [x]},
        {nif_error, [x, [1]]}, {exit, [nobody, x]}],
    [show([W, F, A], fun() -> ?MODULE:W(erlang, F, A) end) || W <- [body, tail], {F, A} <- Calls],
    [show([W, A], fun() -> ?MODULE:W(F, A) end) || W <- [body_fun], {F, A} <- [{fun erlang:error/2, [badarg, Args]}, {fun erlang:error/1, [x]}, {fun erlang:throw/1, [x]},
        {fun erlang:abs/1, [a]}]],
    show(spawned, fun() -> {_, R} = spawn_monitor(erlang, error, [x, [y]]), receive {'DOWN', R, _, _, Why} -> exit(Why) end end).

show(What, F) ->
    io:format("~p ~p~n", [What, try F() catch C:R:S -> {C, R, lists:sublist(S, 2)} end]).
