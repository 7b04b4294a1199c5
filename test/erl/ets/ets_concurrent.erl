%% Many processes on one table.
-module(ets_concurrent).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [public, {write_concurrency, true}, {read_concurrency, true}]),
    ets:insert(T, {counter, 0}),
    Workers = [spawn_monitor(fun() -> work(T, N, 1000) end) || N <- lists:seq(1, 50)],
    [receive {'DOWN', R, _, P, normal} -> ok end || {P, R} <- Workers],
    p(ets:lookup(T, counter)),
    p(ets:info(T, size)),
    p(lists:sum([V || {{_, _}, V} <- ets:tab2list(T)])),
    %% one creates, the other deletes
    [begin
         Name = list_to_atom("n" ++ integer_to_list(N)),
         ets:new(Name, [named_table, public]),
         {P, R} = spawn_monitor(fun() -> ets:delete(Name) end),
         receive {'DOWN', R, _, P, normal} -> undefined = ets:whereis(Name) end
     end || N <- lists:seq(1, 100)],
    p(done).

work(_, _, 0) -> ok;
work(T, N, I) ->
    ets:update_counter(T, counter, 1),
    ets:insert(T, {{N, I rem 100}, I}),
    if I rem 10 =:= 0 -> ets:select(T, [{{{N, '_'}, '$1'}, [], ['$1']}]); true -> ok end,
    work(T, N, I - 1).
