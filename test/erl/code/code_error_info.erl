%% Errors of the functions that this machine provides about code.
-module(code_error_info).
-export([main/0]).
main() ->
    [show(F) || F <- [fun() -> erlang:function_exported(1, f, 1) end, fun() -> erlang:function_exported(m, f, a) end,
                      fun() -> erlang:function_exported(m, f, -1) end, fun() -> erlang:function_exported(m, f, 300) end,
                      fun() -> erlang:is_builtin(m, 1, 2) end, fun() -> erlang:module_loaded("m") end,
                      fun() -> erlang:check_old_code(1) end, fun() -> erlang:check_process_code(self(), 1) end,
                      fun() -> erlang:check_process_code(x, m) end, fun() -> erlang:delete_module({m}) end,
                      fun() -> erlang:finish_loading(x) end, fun() -> erlang:finish_loading([x]) end,
                      fun() -> erlang:finish_loading([make_ref() | x]) end, fun() -> erlang:purge_module(1) end,
                      fun() -> erlang:make_fun(1, 2, 3) end, fun() -> erlang:finish_after_on_load(m, 'maybe') end,
                      fun() -> erlang:call_on_load_function(cei_none) end, fun() -> erts_internal:purge_module(m, prepare) end,
                      fun() -> erlang:load_module("m", <<>>) end, fun() -> erlang:prepare_loading(m, foo) end]].

show(F) ->
    try io:format("~p~n", [F()])
    catch C:R:S -> [{M, N, A, I} | _] = S, io:format("~p ~p ~p ~p~n", [C, R, {M, N, if is_list(A) -> length(A); true -> A end},
                                                               proplists:get_value(error_info, I)])
    end.
