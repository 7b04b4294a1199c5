%% Heirs: a table whose owner ends goes to its heir, or ends too.
-module(ets_heir).
-export([main/0]).
-include("check.hrl").

main() ->
    Main = self(),
    %% to this process
    spawn(fun() -> T = ets:new(inherited, [{heir, Main, {some, "data"}}]), ets:insert(T, {a, 1}) end),
    receive {'ETS-TRANSFER', T1, From, Data} -> p({is_pid(From), Data, ets:lookup(T1, a), ets:info(T1, owner) =:= Main}) end,
    p(ets:info(T1, heir) =:= Main),
    %% a named one
    spawn(fun() -> ets:new(named, [named_table, {heir, Main, 1}]) end),
    receive {'ETS-TRANSFER', T2, _, D2} -> p({T2, D2}) end,
    %% set later
    spawn(fun() -> T = ets:new(later, []), ets:setopts(T, [{heir, Main, later}]), ets:insert(T, {b, 2}) end),
    receive {'ETS-TRANSFER', T3, _, D3} -> p({D3, ets:tab2list(T3)}) end,
    %% the heir is gone
    {Dead, R0} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', R0, _, _, _} -> ok end,
    {_, R1} = spawn_monitor(fun() -> ets:new(lost, [named_table, {heir, Dead, x}]), Main ! ets:info(lost, heir) end),
    receive Heir -> p(Heir) end,
    receive {'DOWN', R1, _, _, _} -> p(ets:whereis(lost)) end,
    %% no heir, and taken back
    {_, R2} = spawn_monitor(fun() -> ets:new(mine, [named_table, {heir, Main, x}]), ets:setopts(mine, {heir, none}) end),
    receive {'DOWN', R2, _, _, _} -> p(ets:whereis(mine)) end,
    %% to a process that waits, which then owns it
    Heir2 = spawn(fun() -> receive {'ETS-TRANSFER', T, _, x} -> Main ! {got, ets:tab2list(T)}, receive stop -> ok end end end),
    spawn(fun() -> T = ets:new(t, [{heir, Heir2, x}]), ets:insert(T, [{1}, {2}]) end),
    receive {got, L} -> p(lists:sort(L)) end,
    Heir2 ! stop,
    p(process_info(self(), message_queue_len)).
