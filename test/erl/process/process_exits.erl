%% How processes end, and what their links and monitors are told.
-module(process_exits).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Ends = [{normal_return, fun() -> ok end},
            {exit_normal, fun() -> exit(normal) end},
            {exit_shutdown, fun() -> exit(shutdown) end},
            {exit_kill, fun() -> exit(kill) end},
            {exit_term, fun() -> exit({some, "term", 1.5}) end},
            {error_atom, fun() -> error(oops) end},
            {badarith, fun() -> 1 / zero() end},
            {badmatch, fun() -> {a, b} = zero() end},
            {case_clause, fun() -> case zero() of 1 -> ok end end},
            {if_clause, fun() -> if node() =:= nobody -> ok end end},
            {function_clause, fun() -> only_one(2) end},
            {undef, fun() -> nothing:here() end},
            {badfun, fun() -> F = zero(), F() end},
            {badarity, fun() -> (fun(X) -> X end)(1, 2) end},
            {throw, fun() -> throw(ball) end},
            {self_kill, fun() -> exit(self(), kill) end},
            {self_normal, fun() -> exit(self(), normal), timer:sleep(1000) end},
            {self_other, fun() -> exit(self(), other) end},
            {trapped_normal, fun() -> process_flag(trap_exit, true), exit(self(), normal),
                                      receive {'EXIT', P, R} when P =:= self() -> exit({got, R}) end end}],
    logger:set_primary_config(level, none),
    [end_of(Name, F) || {Name, F} <- Ends],
    ok.

end_of(Name, F) ->
    {P, R} = spawn_opt(F, [link, monitor]),
    Link = receive {'EXIT', P, L} -> L end,
    Monitor = receive {'DOWN', R, process, P, M} -> M end,
    Link = Monitor,
    io:format("~p: ~p~n", [Name, strip(Link)]).

strip({Reason, [{_, _, _, _} = Top | _]}) -> {Reason, call(Top)};
strip(Other) -> Other.

call({M, _, A, _}) -> {M, if is_list(A) -> length(A); true -> A end}.

zero() -> list_to_integer("0").
only_one(1) -> ok.
