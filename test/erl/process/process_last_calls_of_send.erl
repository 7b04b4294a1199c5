%% process_flag(save_calls, N): `!` and erlang:send/2,3 count as a call and as `send`.
-module(process_last_calls_of_send).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(save_calls, 20), self() ! a, erlang:send(self(), b), erlang:send(self(), c, [noconnect]), receive a -> ok end, id(lists:seq(1, 2)),
    {last_calls, Calls} = process_info(self(), last_calls), process_flag(save_calls, 0), show(calls, Calls).
