%% A long select does not hold up a timer, and neither do its relatives.
-module(ets_yield).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [public]),
    ets:insert(T, [{I, I rem 7, "some text"} || I <- lists:seq(1, 100000)]),
    O = ets:new(o, [ordered_set, public]),
    ets:insert(O, [{I, I rem 7} || I <- lists:seq(1, 100000)]),
    Spec = fun(Body) -> [{{'$1', 3, '_'}, [{'>', '$1', 10}], Body}, {{'$1', 3}, [{'>', '$1', 10}], Body}] end,
    [p({Name, others(fun() -> F(Tab) end)}) ||
        Tab <- [T, O],
        {Name, F} <- [{select, fun(X) -> length(ets:select(X, Spec(['$1']))) end},
                      {select_count, fun(X) -> ets:select_count(X, Spec([true])) end},
                      {match, fun(X) -> length(ets:match(X, '$1')) end},
                      {tab2list, fun(X) -> length(ets:tab2list(X)) end},
                      {select_replace, fun(X) -> ets:select_replace(X, [{'$1', [], ['$_']}]) end},
                      {select_delete, fun(X) -> ets:select_delete(X, Spec([true])) end},
                      {delete_all_objects, fun(X) -> ets:delete_all_objects(X) end}]].

%% The value of F, and whether another process got to run meanwhile or in the end at least.
others(F) ->
    Main = self(),
    Pid = spawn_link(fun() -> receive go -> Main ! ran end end),
    Pid ! go,
    Value = F(),
    receive ran -> ok end,
    Value.
