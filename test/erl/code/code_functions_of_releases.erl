%% Each release has its own functions, and the same ones are built in; those of a later or an earlier one are undef.
-module(code_functions_of_releases).
-export([main/0]).

main() ->
    [[io:format("~p ~p~n", [{M, F, A}, erlang:is_builtin(M, F, A)]) || {F, A} <- lists:sort(M:module_info(exports)), not lacking(M, F)]
     || M <- lists:sort(erlang:pre_loaded()), not lacking(M)],
    [io:format("~p~n", [Snif]) || {M, F, _} = Snif <- lists:sort(erlang:system_info(snifs)), not lacking(M), not lacking(M, F)],
    [called(Call) || Call <- calls()].

%% What a machine may not have (LIMITS.md), or may have of its own.
lacking(M) -> lists:member(M, [ling, prim_net, prim_socket, erl_debugger, erl_tracer]).
lacking(erlang, F) -> lists:prefix("dist_", atom_to_list(F));
lacking(erts_internal, F) -> lists:member(F, [abort_pending_connection, create_dist_channel, new_connection, notify_breakpoint_hit]);
lacking(erts_debug, F) -> lists:member(F, [dist_ext_to_term, map_info]);
lacking(erts_trace_cleaner, F) -> lists:member(F, [check, send_trace_clean_signal]);
lacking(prim_file, F) -> F =:= internal_normalize_utf8;
lacking(code, F) -> F =:= get_debug_info;
lacking(_, _) -> false.

calls() ->
    [{erlang, is_integer, [1, 0, 2]}, {erlang, is_record, [1]}, {erlang, exit_signal, [self(), x, y]}, {erlang, link, [self(), x]},
     {erlang, exit, [self(), x, y]}, {ets, first_lookup, [none]}, {ets, last_lookup, [none]}, {ets, next_lookup, [none, 1]},
     {ets, prev_lookup, [none, 1]}, {ets, lookup_element, [none, 1, 2, 3]}, {ets, update_element, [none, 1, 2, 3]},
     {persistent_term, put_new, [code_functions_of_releases, 1]}, {re, import, [x]}, {code, get_coverage, [none, none]},
     {code, coverage_support, [x]}, {records, get_name, [1]}, {erts_debug, unaligned_bitstring, [x, y]}, {erlang, display_string, [x, y]},
     {zstd, compress, [x]}, {erts_internal, term_to_string, [x, y]}, {erlang, later, []}].

called({M, F, As}) ->
    io:format("~p ~p: ~p~n", [{M, F, length(As)}, erlang:function_exported(M, F, length(As)),
        try apply(M, F, As) catch C:R -> {C, R} end]).
