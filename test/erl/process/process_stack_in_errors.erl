%% Errors of these BIFs carry the arguments and error_info.
-module(process_stack_in_errors).
-export([main/0]).

main() ->
    [begin
         {C, E, [{M, N, A, I} | _]} = try apply(erlang, F, Args) of V -> {value, V, [{x, x, x, []}]}
                                      catch Cl:Er:St -> {Cl, Er, St} end,
         io:format("~p ~p ~p ~p~n", [C, E, {M, N, if is_list(A) -> length(A); true -> A end}, lists:sort([K || {K, _} <- I, K =:= error_info])])
     end || {F, Args} <- [{link, [x]}, {unlink, [x]}, {monitor, [process, 1]}, {demonitor, [1]}, {register, [1, 2]}, {unregister, [1]},
                          {whereis, [1]}, {exit, [x, y]}, {process_info, [x]}, {process_info, [self(), x]}, {process_flag, [x, y]},
                          {send_after, [x, self(), y]}, {start_timer, [x, self(), y]}, {cancel_timer, [x]}, {read_timer, [x]},
                          {unique_integer, [x]}, {monotonic_time, [x]}, {system_info, [x]}, {statistics, [x]}, {system_flag, [x, y]},
                          {send, [1, x]}, {is_process_alive, [x]}, {bump_reductions, [x]}, {resume_process, [x]}, {alias, [x]}, {unalias, [x]},
                          {nodes, [x]}, {node, [x]}, {spawn, [m, f, x]}, {spawn_opt, [m, f, [], x]}, {group_leader, [x, y]},
                          {suspend_process, [x]}, {garbage_collect, [x]}, {hibernate, [1, 2, 3]}, {trace_delivered, [x]}]],
    [begin
         {error, badarg, St} = try apply(erlang, F, Args) of _ -> no catch Cl:Er:S -> {Cl, Er, S} end,
         Map = explain(St),
         io:format("~ts~n", [maps:get(general, Map, maps:get(1, Map, "none"))])
     end || {F, Args} <- [{link, [x]}, {register, [a, b]}, {send_after, [-1, self(), y]}, {process_flag, [x, y]}, {whereis, [1]}]],
    ok.

explain([{_, _, _, Info} | _] = St) ->
    case proplists:get_value(error_info, Info) of
        undefined -> #{general => "no error_info"};
        EI -> Mod = maps:get(module, EI, erl_erts_errors), Mod:format_error(badarg, St)
    end.
