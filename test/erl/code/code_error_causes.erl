%% What error_info says is the cause, where no word about it is right either: register/2, process_flag/2, timers, halt/2.
-module(code_error_causes).
-export([main/0]).

main() ->
    Gone = gone(),
    causes(register, [[undefined, self()], [init, self()], [a, b], [foo, Gone], [1, self()], [foo, whereis(init)], [foo, port()]]),
    causes(unregister, [[undefined], [nosuch], [1]]),
    causes(process_flag, [[save_calls, 10001], [save_calls, -1], [save_calls, a], [trap_exit, 1], [priority, x], [error_handler, 1], [foo, 1],
                          [min_heap_size, -1], [max_heap_size, -1], [fullsweep_after, -1], [min_bin_vheap_size, a]]),
    causes(start_timer, [[1, self(), x, [foo]], [1, self(), x, a], [-1, self(), x], [1, 1, x]]),
    causes(send_after, [[1, self(), x, [foo]], [1, self(), x, a], [1 bsl 64, self(), x]]),
    causes(cancel_timer, [[make_ref(), [foo]], [make_ref(), a], [a], [a, []]]),
    causes(read_timer, [[make_ref(), [foo]], [make_ref(), a], [a], [a, []]]),
    causes(halt, [[1, [foo]], [1, a], [-1, []], [a, []], [-1], [a]]),
    causes(demonitor, [[make_ref(), [foo]], [a, []], [make_ref(), a]]),
    causes(monitor, [[process, 1], [port, 1], [foo, self()], [time_offset, x], [process, {a, b, c}], [port, self()]]),
    causes(group_leader, [[a, self()], [Gone, self()], [self(), a]]),
    causes(link, [[a], [1]]),
    causes(system_flag, [[a, 1], [min_heap_size, a], [schedulers_online, 0], [schedulers_online, a]]).

port() -> {ok, P} = gen_udp:open(0), ok = gen_udp:close(P), P.

gone() -> {P, R} = spawn_monitor(fun() -> ok end), receive {'DOWN', R, _, _, _} -> P end.

causes(F, Calls) -> [io:format("~p/~p: ~p~n", [F, length(A), cause(F, A)]) || A <- Calls].

%% A process that is gone is taken as group leader: what is printed must not go to it.
cause(F, A) ->
    Leader = group_leader(),
    try apply(erlang, F, A) of V -> {ok, is_reference(V)}
    catch C:R:S -> [{_, _, _, I} | _] = S, {C, R, I}
    after group_leader(Leader, self()) end.
