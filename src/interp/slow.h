/* interp/slow.h - the slow paths: functions of their own that op bodies go to by a tail call.
 *
 * Values come in SCRATCH.  A slow path knows its instruction's op but not its form, so it finds
 * the destination by register_at(), and raises by machine_raise() (interp/raise.h).
 */
#pragma once
#include "bif/bif.h"
#include "interp/machine.h"

/* slow_compare.c: 0 and 1 are compared */
op_fn slow_is_eq_exact, slow_is_ne_exact, slow_is_eq, slow_is_ne, slow_is_lt, slow_is_ge;

/* slow_arith.c: 0 and 1 are the operands */
op_fn slow_add, slow_subtract, slow_multiply, slow_int_div, slow_int_rem;
op_fn slow_band, slow_bor, slow_bxor, slow_bsl, slow_bsr;
op_fn slow_fconv, slow_bad_float;

/* slow_heap.c */
op_fn slow_allocate, slow_allocate_zero, slow_test_heap;
op_fn slow_collect_value; /* see finish() */
op_fn slow_bif_collect;   /* x0 is live */

/* slow_call.c */
op_fn slow_yield;      /* at a function's entry */
op_fn slow_loop_yield; /* at loop_rec_end */
op_fn slow_bad_fun;    /* 0: what was called; 1: with how many arguments */
op_fn slow_apply, slow_apply_last, slow_make_fun2, slow_undefined_function, slow_undefined_lambda;
op_fn slow_process_end, slow_code_end;
/* Calls function(a, b, Arguments) of the process's error handler, with the `arity` arguments in the x registers; where it
 * has no such function, `undefined` is what raises undef. */
enum go call_error_handler(struct machine *m, term function, term a, term b, uint32_t arity,
                           const struct mfa *undefined);

/* slow_trace.c */
op_fn slow_breakpoint, slow_trace_return;

/* slow_bif.c */
op_fn slow_bif_end; /* 0: enum bif_end */
op_fn slow_bif_only, slow_bif_last, slow_bif_stub;
op_fn slow_guard_bif_failed;                                           /* 0...: arguments */
op_fn slow_bad_hd, slow_bad_tl, slow_bad_element, slow_bad_tuple_size; /* 0, 1: arguments */

/* slow_length.c */
op_fn slow_length; /* 0: the list */
op_fn slow_length_more;

/* slow_receive.c */
op_fn slow_wait, slow_wait_timeout; /* 0: time */

/* slow_raise.c */
op_fn slow_error;                                                                                 /* 0: reason */
op_fn slow_badmatch, slow_case_clause, slow_try_clause, slow_badrecord, slow_badmap, slow_badkey; /* 0: value */
op_fn slow_badarg, slow_no_memory, slow_function_clause;
op_fn slow_raise_again; /* 0: reason, 1: raw trace */
op_fn slow_check_claim;
op_fn slow_raw_raise, slow_build_stacktrace, slow_catch_end;

/* Claims about types are checked where the verifier finds no proof (code/claims.h); operations that touch a bitstring's
 * memory look for themselves besides.  Ends the machine. */
op_fn slow_false_claim;
#define CLAIM(m, c)                                                                                                    \
    if (UNLIKELY(!(c))) return GO_SLOW(m, false_claim)

/* slow_map.c: 0 is the map */
op_fn slow_put_map_assoc, slow_put_map_exact;

/* slow_record.c: 0 is what makes it, or the record; of slow_get_record_field 1: what names it, 2: the key */
op_fn slow_put_local_record, slow_put_record, slow_update_native_record, slow_get_record_field;
op_fn slow_badfield, slow_novalue; /* 0: {{Module, Name}, Key} */

/* slow_bits.c, slow_match.c */
op_fn slow_bs_create, slow_bs_init_writable;
op_fn slow_bs_start_match, slow_bs_get_integer, slow_bs_get_integer_fixed, slow_bs_get_float, slow_bs_get_binary;
op_fn slow_bs_get_8, slow_bs_get_16, slow_bs_get_32, slow_bs_get_utf8, slow_bs_get_utf, slow_bs_get_tail;
op_fn slow_bs_skip_bits, slow_bs_match_string, slow_bs_test_unit, slow_bs_test_unit8;

INLINE enum go raise_with(struct machine *m, term value, op_fn *path)
{
    SCRATCH(m, 0) = value;
    m->slow = path;
    return SLOW;
}

/* Puts a value that may have taken new memory into the register of operand word `destination` and
 * goes on at m->pc; first collects, when that memory has outgrown the heap.  NO_TERM: system_limit. */
INLINE enum go finish_at(struct machine *m, uint32_t destination, term value, uint32_t live)
{
    if (LIKELY(!m->p->heap.collect_soon)) {
        *register_at(m, destination) = value;
        return TO;
    }
    SCRATCH(m, 0) = value, SCRATCH(m, 1).word = live, SCRATCH(m, 2).word = destination;
    return GO_SLOW(m, collect_value);
}
/* The same for operand i of an instruction of `count` operands. */
#define finish(m, i, value, live, count) finish_value(m, operand(m, i), value, live, (m)->pc + 1 + (count))
INLINE enum go finish_value(struct machine *m, uint32_t destination, term value, uint32_t live, const uint32_t *next)
{
    if (UNLIKELY(!is_term(value))) return GO_SLOW(m, no_memory);
    m->pc = next;
    return finish_at(m, destination, value, live);
}
