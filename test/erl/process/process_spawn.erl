%% Spawn in all forms, and what each refuses.
-module(process_spawn).
-export([main/0, say/2, nothing/0]).

main() ->
    Self = self(),
    P1 = spawn(fun() -> Self ! {self(), fun_0} end),
    P2 = spawn(?MODULE, say, [Self, mfa]),
    P3 = spawn_link(fun() -> Self ! {self(), linked} end),
    P4 = spawn_opt(fun() -> Self ! {self(), opt} end, [{priority, high}, {min_heap_size, 1000}]),
    [io:format("~p~n", [receive {P, X} -> X end]) || P <- [P1, P2, P3, P4]],
    {P5, R5} = spawn_monitor(fun() -> exit(bye) end),
    io:format("~p~n", [receive {'DOWN', R5, process, P5, Why} -> Why end]),
    {P6, R6} = spawn_opt(?MODULE, nothing, [], [monitor, {tag, x}] -- [{tag, x}]),
    io:format("~p~n", [receive {'DOWN', R6, process, P6, Why6} -> Why6 end]),
    {P7, R7} = spawn_opt(fun() -> ok end, [{monitor, [{tag, {my, "tag"}}]}]),
    io:format("~p~n", [receive {{my, "tag"}, R7, process, P7, Why7} -> Why7 end]),
    Bad = [fun() -> spawn(not_an_atom_module, 1, []) end,
           fun() -> spawn(m, f, [a | b]) end,
           fun() -> spawn_opt(m, f, [], [nonsense]) end,
           fun() -> spawn_opt(m, f, [], [{priority, urgent}]) end,
           fun() -> spawn_opt(m, f, [], [{min_heap_size, -1}]) end,
           fun() -> spawn_opt(m, f, [], [link | monitor]) end,
           fun() -> spawn_opt(m, f, [], [{max_heap_size, #{kill => true}}]) end,
           fun() -> spawn_opt(m, f, [], [{max_heap_size, 10}, {min_heap_size, 300}]) end,
           fun() -> spawn(3) end,
           fun() -> spawn_opt(m, f, [], [{monitor, [{alias, sometimes}]}]) end],
    [io:format("~p~n", [outcome(F)]) || F <- Bad],
    ok.

say(To, What) -> To ! {self(), What}.
nothing() -> ok.

outcome(F) ->
    try F() of
        _ -> fine
    catch
        Class:Reason:Stack ->
            {M, Fun, A, _} = hd(Stack),
            {Class, Reason, M, Fun, if is_list(A) -> length(A); true -> A end}
    end.
