%% The table argument: no table, gone table, not allowed; for every function.
-module(ets_errors_table).
-export([main/0]).

main() ->
    Gone = ets:new(gone, []),
    ets:delete(Gone),
    Main = self(),
    {Pid, _} = spawn_monitor(fun() -> Main ! {tab, ets:new(theirs, [private]), ets:new(read, [protected])}, receive stop -> ok end end),
    {Private, Protected} = receive {tab, A, B} -> {A, B} end,
    Pattern = [{'_', [], ['$_']}],
    Calls = [{delete, []}, {delete, [k]}, {delete_all_objects, []}, {delete_object, [{k}]}, {first, []}, {give_away, [Main, x]},
             {info, []}, {info, [size]}, {insert, [{k, v}]}, {insert, [[{k, v}, {k, w}]]}, {insert_new, [{k, v}]}, {last, []},
             {lookup, [k]}, {lookup_element, [k, 1]}, {match, [{'_'}]}, {match, [{'_'}, 1]}, {match_delete, [{'_'}]},
             {match_object, [{'_'}]}, {match_object, [{'_'}, 1]}, {member, [k]}, {next, [k]}, {prev, [k]}, {rename, [new]},
             {safe_fixtable, [true]}, {select, [Pattern]}, {select, [Pattern, 1]}, {select_count, [Pattern]},
             {select_delete, [Pattern]}, {select_replace, [Pattern]}, {select_reverse, [Pattern]}, {select_reverse, [Pattern, 1]},
             {setopts, [{heir, none}]}, {slot, [0]}, {tab2list, []}, {take, [k]}, {update_counter, [k, 1]}, {update_counter, [k, 1, {k, 0}]},
             {update_element, [k, {2, 1}]}],
    [try {F, T, ets:(F)(apply_args(T, Tables))} of _ -> ok catch _:_ -> ok end || {F, _} <- [], T <- [], Tables <- []],
    [call(F, Name, Table, Args) || {Name, Table} <- [{unknown_name, none_such}, {reference, make_ref()}, {number, 1}, {gone, Gone},
                                                     {private, Private}, {protected, Protected}],
                                   {F, Args} <- Calls],
    Pid ! stop.

apply_args(T, _) -> T.

call(info, private, _, []) -> ok;
call(info, protected, _, []) -> ok;
call(F, Name, Table, Args) ->
    try apply(ets, F, [Table | Args]) of
        Value when F =:= match; F =:= select; F =:= match_object; F =:= select_reverse; F =:= first; F =:= slot; F =:= lookup ->
            io:format("~p ~p/~p: ~0p~n", [Name, F, length(Args) + 1, Value]);
        Value -> io:format("~p ~p/~p: ~0p~n", [Name, F, length(Args) + 1, Value])
    catch
        Class:Reason:Stack ->
            [{M, N, _, _} | _] = Stack,
            Format = try erl_stdlib_errors:format_error(Reason, Stack) catch _:_ -> none end,
            io:format("~p ~p/~p: ~p ~p ~p:~p ~0p~n", [Name, F, length(Args) + 1, Class, Reason, M, N, Format])
    end.
