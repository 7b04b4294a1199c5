%% Who calls a fun of code that is being purged stands still until the purge has ended.
%% skip OTP 27: the steps of its purger are others, and erl waits for ever
%% skip OTP 29: the steps of its purger are others, and erl waits for ever
-module(process_held_by_purge).
-export([main/0]).
-include("../build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Code = build(["-module(held_by_purge).", "-export([make/1]).", "make(N) -> fun(X) -> N + X end."]),
    [purged(Code, Type) || Type <- [false, true]],
    ok.

%% The purger of OTP stops between the steps of such a purge.
purged(Code, Kill) ->
    {module, held_by_purge} = erlang:load_module(held_by_purge, Code),
    F = held_by_purge:make(40),
    true = erlang:delete_module(held_by_purge),
    Ref = make_ref(),
    erts_code_purger ! {test_purge, held_by_purge, self(), Kill, Ref},
    receive {started, Ref} -> ok end,
    io:format("~p~n", [erlang:fun_info(F, name)]),
    {P, M} = spawn_monitor(fun() -> exit({value, F(2)}) end),
    wait(P, 100),
    io:format("~p~n", [process_info(P, [status, current_function])]),
    erts_code_purger ! {continue, Ref},
    receive {continued, Ref} -> ok end,
    erts_code_purger ! {complete, Ref},
    io:format("~p~n", [receive {test_purge, Result, Ref} -> Result end]),
    receive {'DOWN', M, process, P, {R, V}} -> io:format("~p~n", [{R, is_integer(V) andalso V}]) end.

wait(_, 0) -> timeout;
wait(P, N) ->
    case process_info(P, status) of
        {status, suspended} -> ok;
        _ -> timer:sleep(10), wait(P, N - 1)
    end.
