%% A table that goes away under a traversal of another process.
-module(ets_delete_while_select).
-export([main/0]).
-include("check.hrl").

main() ->
    [begin
         T = ets:new(t, [Type, public]),
         ets:insert(T, [{I, lists:seq(1, 10)} || I <- lists:seq(1, 50000)]),
         Main = self(),
         Pid = spawn(fun() -> Main ! started, Main ! {ended, self(), try scan(T, 200) catch C:R -> {C, R} end} end),
         receive started -> ok end,
         erlang:yield(),
         ets:delete(T),
         receive {ended, Pid, How} -> p({Type, How}) end
     end || Type <- [set, ordered_set]].

scan(_, 0) -> 0;
scan(T, N) -> length(ets:select(T, [{{'$1', '$2'}, [{'>', {length, '$2'}, 0}], ['$_']}])), scan(T, N - 1).
