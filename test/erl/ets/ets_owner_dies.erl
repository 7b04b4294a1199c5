%% Tables of a process that ends are gone before its links and monitors are told.
-module(ets_owner_dies).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    Main = self(),
    [begin
         Pid = spawn_link(fun() ->
                                  ets:new(dying, [named_table, Type]),
                                  ets:insert(dying, [{I, I} || I <- lists:seq(1, 20000)]),
                                  Main ! ready,
                                  receive stop -> exit(stopped); crash -> error(crash) after 0 -> ok end,
                                  receive X -> exit(X) end
                          end),
         receive ready -> ok end,
         p(ets:info(dying, size)),
         exit(Pid, How),
         receive {'EXIT', Pid, Reason} -> p({Reason, ets:whereis(dying), ets:info(dying)}) end
     end || {Type, How} <- [{set, kill}, {ordered_set, bye}, {bag, other}, {duplicate_bag, kill}]],
    Before = length(ets:all()),
    Pids = [spawn_monitor(fun() -> [ets:new(x, []) || _ <- lists:seq(1, 10)] end) || _ <- lists:seq(1, 50)],
    [receive {'DOWN', R, _, P, normal} -> ok end || {P, R} <- Pids],
    p(length(ets:all()) - Before).
