%% What other processes may do with private, protected and public tables.
-module(ets_protection).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Protection]),
         ets:insert(T, {a, 1}),
         p({Protection, other(fun() -> ets:lookup(T, a) end), other(fun() -> ets:insert(T, {b, 2}) end),
            other(fun() -> ets:info(T, size) end), other(fun() -> ets:delete(T, a) end),
            other(fun() -> ets:select(T, [{'_', [], ['$_']}]) end) , other(fun() -> ets:delete(T) end), ets:info(T, size)})
     end || Protection <- [private, protected, public]],
    T = ets:new(t, [private]),
    p(ets:setopts(T, {protection, public})),
    p(other(fun() -> ets:insert(T, {b, 2}) end)),
    p(ets:setopts(T, [{protection, protected}])),
    p(other(fun() -> ets:insert(T, {b, 2}) end)),
    p(ets:info(T, protection)).

other(F) ->
    {P, R} = spawn_monitor(fun() -> exit({value, try F() catch _:Reason:Stack -> {Reason, element(2, hd(Stack))} end}) end),
    receive
        {'DOWN', R, _, P, {value, V}} -> V
    end.
