"""Why a case does not pass on Ling, in the words of LIMITS.md: what a reader of a report looks up there.

Each line of REASONS has a pattern, searched in "AREA/SUITE:CASE OUTCOME REASON", and the beginning of a passage of LIMITS.md.
The first line that matches is the reason.  words() refuses a passage that LIMITS.md does not have.
"""
import os
import re

import suites

INTERNAL = "Of `erts_debug:set_internal_state/2` and `get_internal_state/1`"
COUNTED = "`node_and_dist_references` counts nothing"
SCHEDULERS = "**More than one scheduler.**"
NATIVE = "**The C NIF API and C drivers.**"
DISTRIBUTION = "**Distribution.**"
SOCKET = "**The socket NIF.**"
DELETED = "Tables hold no deleted objects"
SIZES = "`process_info(P, memory)`, `erts_debug:size_shared/1`"
YIELDS = "A built-in function that yields goes on under its own name"
LITERALS = "Large binaries in the literals of code"
HASH = "The internal hash of terms is Ling's own"

REASONS = [
    (r"open_error,-10|load_error,|load_failed|slow_drv|util nif lib|_SUITE:call_loaded_nif", NATIVE),
    (r"crypto|bidirectional_traffic|beam_lib_SUITE:encrypted_abstr", NATIVE),
    (r"esock not supported|net_SUITE:|pktoptions", SOCKET),
    (r"not_alive|notalive|nodistribution|nodedown|distribution is not there yet|no_node_response|remsh|noconnection|io_proto_SUITE:read_modes|a_SUITE:long", DISTRIBUTION),
    (r"(error_logger|logger)_SUITE:emulator|error_logger_h_SUITE:|disk_log_SUITE:close/close_deadlock", "A node without a name"),
    (r"elixir/kernel\.cli:Kernel\.CLI\.RPCTest|elixir/node:", DISTRIBUTION),
    (r"elixir/regex:RegexTest.test literal source", "`re` uses Debian 12's PCRE2"),
    (r"elixir/registry:RegistryTest.doctest Registry.select/2", "Objects of hash tables"),
    (r"schedulers?\b|shedulers|smp > 1|scheduler_wall_time|dirty_bif_SUITE:code_purge", SCHEDULERS),
    (r"[sg]et_internal_state,\[\{?(gc_state|inconsistent_heap|next_pid|next_port|make|node_tab|fill_heap|multizero|stack_check|check_io|lc_graph|hashmap|code_mod)"
     r"|check_io_debug|dirty_call_while_terminated|debug_breakpoint|gc_disabled", INTERNAL),
    (r"erl_debugger_SUITE:", "`erl_debugger`, `code:get_debug_info/1` and line breakpoints do not exist"),
    (r"port_bif_SUITE:busy_options", "A port carries out a command when it is sent"),
    (r"map_info", "`erts_debug:map_info/1` does not exist"),
    (r"node_container_SUITE:\w+_refc|node_container_SUITE:node_controller", COUNTED),
    (r"node_container_SUITE:bad_nc|mon_port_bad_remote_on_local", "`nonode@nohost` is this node"),
    (r"fun_SUITE:(refc|const_propagation)|counters_SUITE:basic|msacc|pollset_size", "`erlang:fun_info(F, refc)` is always 2"),
    (r"jit_SUITE:", "There is no just-in-time compiler"),
    (r"bs_construct\w*:bs_add", "`bs_add` of hand-written code"),
    (r"error_after_yield|processes_gc_trap|yield_on_subject_validation", YIELDS),
    (r"constant_refc_binaries|code_SUITE:max_heap_size", LITERALS),
    (r"ets_SUITE:(t_delete_all_objects|t_delete_object|misc/info)", DELETED),
    (r"ets_SUITE:(memory|types)|erts_debug_SUITE:test_size", SIZES),
    (r"ets_SUITE:exit_\w*_owner", "The trace flag `exiting` is accepted and sends nothing"),
    (r"persistent_term_SUITE:.*collid|persistent_term_SUITE:collisions|badmatch,\[1873123556771692161\]", HASH),
    (r"re_SUITE:(pcre|re_version)", "`re` uses Debian 12's PCRE2"),
    (r"order_of_children|lists_SUITE:u\w+/u\w+_stable timeout", "Numbers of pids are used again"),
    (r"system_profile_SUITE:(runnable_ports|dont_profile_profiler)", NATIVE),  # its echo is a driver; what waits in vain is in the next one's way
    (r"system_profile_SUITE:scheduler", SCHEDULERS),
    (r"trace_call_time_SUITE:(\w+/)?(basic|bif|reset|trace_info_killed)", "A traced call whose return, time or memory is asked for"),
    (r"module_info_SUITE:nifs", "`erl_tracer` has no native functions"),
    (r"native_atomics", "`system_info(ethread_info)`"),
    (r"file_name_SUITE:normalize", "`prim_file:internal_normalize_utf8/1`"),
    (r"otp_16642", "Tasks that the machine does for other processes"),
    (r"bad_printable_range", "A flag that the machine does not know"),
    (r"map\w*_SUITE:main/t_bif_map_merge", "Small maps that `maps:merge/2` makes"),
    (r"map\w*_SUITE:main/t_bif_map_next", HASH),
    (r"big_SUITE:reductions", "Arithmetic on large integers costs"),
    (r"dirty_bif_SUITE:suspend_process|signal_SUITE:(dirty_signal|adjust_message_queue/copy_literal)", SCHEDULERS),
    (r"hibernate_SUITE:in_place", "`erlang:hibernate/0` collects"),
    (r"node_container_SUITE:term_to_binary_to_term_eq", "`nonode@nohost` is this node"),
    (r"suspend_process_pausing|processes_iter|binary_module_SUITE:doctests", "On 29: timers of a suspended process"),
    (r"sofs_SUITE:doctests|ets_SUITE:match/match2", "Objects of hash tables"),
    (r"priority_messages_(hopefull|old_nodes)", DISTRIBUTION),
    (r"logger_std_h_SUITE:op_switch_to_flush", SCHEDULERS),
    (r"persistent_term_SUITE:purging ", "Tasks that the machine does for other processes"),
    (r"trace_session_SUITE:destroy ", "Tracing by sessions (27)"),
    (r"trace_call_memory_SUITE:", "The memory of traced calls (`call_memory`)"),
    (r"re_SUITE:(import|error_info|replace_autogen|split_autogen)", "`re` uses Debian 12's PCRE2"),
    (r"small_SUITE:p/.* timeout", "There is no just-in-time compiler"),
    (r"process_max_heap_size\w*_SUITE:|process_SUITE:spawn_opt_max_heap", "A process over its `max_heap_size`"),
    (r"trace_session_SUITE:(return_to|test_set_on_\w*link)|match_spec_SUITE:\w+/ms_trace3|erts_internal,system_monitor,\[\{", "Tracing by sessions (27)"),
    (r"t_order_consistency|digraph_utils_SUITE:traversals", "In maps of more than 32 pairs"),
]


def limits():
    with open(os.path.join(suites.TOP, "LIMITS.md"), encoding="utf-8") as f:
        return " ".join(f.read().split())


def words(area, suite, key, outcome, reason):
    """The passage of LIMITS.md that covers the case, or None."""
    line = f"{area}/{suite}:{key} {outcome} {reason}"
    for pattern, passage in REASONS:
        if re.search(pattern, line):
            return passage
    return None


def check():
    text = limits()
    for _, passage in REASONS:
        if passage not in text:
            raise SystemExit(f"test/otp/reasons.py: LIMITS.md has no passage \"{passage}\"")
