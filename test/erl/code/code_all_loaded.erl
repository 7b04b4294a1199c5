%% Loads many modules of OTP from their files, checks that each answers.
-module(code_all_loaded).
-export([main/0]).
main() ->
    Mods = [array, base64, binary, calendar, dict, digraph, digraph_utils, dets, epp, erl_anno, erl_bits, erl_compile, erl_eval,
            erl_expand_records, erl_internal, erl_lint, erl_parse, erl_pp, erl_scan, eval_bits, file_sorter, filelib, gb_sets, gb_trees,
            io_lib_pretty, math, ms_transform, orddict, ordsets, pool, proplists, qlc, queue, rand, random, re, sets, shell, sofs, string,
            timer, unicode_util, uri_string, win32reg, zip, beam_ssa_opt, beam_ssa_type, beam_validator, compile, v3_core, v3_kernel,
            sys_core_fold, core_parse, cerl, beam_asm, beam_disasm],
    io:format("~p~n", [[M || M <- Mods, code:ensure_loaded(M) =/= {module, M}]]),
    io:format("~p~n", [[M || M <- Mods, M:module_info(module) =/= M]]),
    io:format("~p~n", [[M || M <- Mods, not lists:member({module_info, 1}, M:module_info(exports))]]),
    io:format("~p~n", [[M || M <- Mods, {ok, {_, S}} <- [beam_lib:md5(code:which(M))], S =/= M:module_info(md5)]]),
    io:format("~p~n", [[M || M <- Mods, not is_list(M:module_info(attributes)) orelse not is_list(M:module_info(compile))]]),
    io:format("~p~n", [[M || M <- Mods, not erlang:module_loaded(M)]]).
