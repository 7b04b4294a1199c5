%% proc_lib: start_link with ack, init failures, crash reports, initial calls.
-module(process_proc_lib).
-export([main/0, good/1, bad/1, dies/1]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    {ok, P} = proc_lib:start_link(?MODULE, good, [self()]),
    io:format("~p~n", [receive {P, A} -> A =:= [self()] end]),
    io:format("~p~n", [proc_lib:initial_call(P)]),
    io:format("~p~n", [proc_lib:translate_initial_call(P)]),
    io:format("~p~n", [proc_lib:start_link(?MODULE, bad, [reason])]),
    io:format("~p~n", [receive {'EXIT', _, R1} -> R1 after 1000 -> none end]),
    io:format("~p~n", [element(1, element(2, proc_lib:start_link(?MODULE, dies, [x])))]),
    io:format("~p~n", [proc_lib:start(timer, sleep, [1000], 20)]),
    P ! stop,
    io:format("~p~n", [receive {'EXIT', P, R2} -> R2 after 1000 -> none end]),
    {Q, M} = proc_lib:spawn_opt(fun() -> exit(fine) end, [monitor]),
    io:format("~p~n", [receive {'DOWN', M, process, Q, R3} -> R3 end]),
    H = proc_lib:spawn(fun() -> proc_lib:hibernate(?MODULE, good, [self()]) end),
    timer:sleep(20),
    io:format("~p~n", [process_info(H, current_function)]),
    io:format("~p~n", [proc_lib:stop(H, shutdown, 1000) =:= ok orelse other]),
    ok.

good(To) when To =:= self() -> receive {system, From, {terminate, R}} -> gen:reply(From, ok), exit(R) end;
good(To) -> proc_lib:init_ack({ok, self()}), To ! {self(), get('$ancestors')}, receive stop -> exit(stopped) end.

bad(R) -> proc_lib:init_ack({error, R}), exit(R).
dies(_) -> error(early).
