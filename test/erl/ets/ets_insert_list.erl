%% Lists of objects: all or none, also when they are long.
-module(ets_insert_list).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [public]),
    p(ets:insert(T, [{I, a} || I <- lists:seq(1, 100000)])),
    p(ets:info(T, size)),
    p(ets:insert_new(T, [{I, b} || I <- lists:seq(200000, 100000, -1)])),
    p({ets:info(T, size), ets:lookup(T, 100000), ets:member(T, 150000)}),
    p(ets:insert_new(T, [{I, b} || I <- lists:seq(100001, 200000)])),
    p(ets:info(T, size)),
    p(catch_badarg(fun() -> ets:insert(T, [{I, c} || I <- lists:seq(1, 50000)] ++ [bad]) end)),
    p(ets:lookup(T, 1)),
    p(ets:insert(T, [{x, I} || I <- lists:seq(1, 10000)])),
    p(ets:lookup(T, x)),
    B = ets:new(b, [bag]),
    p(ets:insert(B, [{x, I rem 10} || I <- lists:seq(1, 1000)])),
    p(ets:lookup(B, x)),
    %% others see all of a list or nothing of it
    Keys = lists:seq(1, 50000),
    Main = self(),
    [begin
         Reader = spawn_link(fun() -> Main ! {seen, watch(T, Round, [])} end),
         ets:insert(T, [{K, Round} || K <- Keys]),
         Reader ! stop,
         receive {seen, Mixed} -> p({Round, Mixed}) end
     end || Round <- [r1, r2, r3]].

%% Looks at first and last key in one turn: [] or a list of mixed sights.
watch(T, Round, Mixed) ->
    receive
        stop -> Mixed
    after 0 ->
            First = ets:lookup(T, 1) =:= [{1, Round}],
            Last = ets:lookup(T, 50000) =:= [{50000, Round}],
            watch(T, Round, if First, not Last -> [mixed | Mixed]; true -> Mixed end)
    end.

catch_badarg(F) -> try F() catch error:badarg -> badarg end.
