/* bif/debug.c - erts_debug's window into the machine, as far as OTP's own tests look through it. */
#include "bif/arguments.h"
#include "bif/bif.h"
#include "bif/debug_state.h"
#include "code/ops.h"
#include "ets/table.h"
#include "heap/binary.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/literals.h"
#include "process/state.h"
#include "term/print.h"
#include <stdio.h>
#include <string.h>

/* What ROOT_bif holds. */
struct bif_state {
    bool internals_open; /* set_internal_state(available_internal_state, true) */
};

/* NULL: no memory. */
static struct bif_state *state(void)
{
    if (!arena_root(ROOT_bif)) arena_set_root(ROOT_bif, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct bif_state)));
    return arena_root(ROOT_bif);
}

/* -- instructions and locks -------------------------------------------------------------- */

/* The names of the internal operations in all their forms. */
enum bif_end bif_erts_debug_instructions_0(struct process *p, term *args, term *result)
{
    (void)args;
    term list = NIL;
    for (size_t i = OP_FORMS; i-- > 0 && is_term(list);) {
        term name = heap_string(&p->heap, op_form_info[i].name, strlen(op_form_info[i].name), NIL);
        list = is_term(name) ? heap_cons(&p->heap, name, list) : NO_TERM;
    }
    return bif_value(p, list, result);
}

/* There is no code to be shown, as in an emulator with a just-in-time compiler. */
enum bif_end bif_erts_debug_disassemble_1(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(false);
    return BIF_DONE;
}

/* The size of one function that interprets all operations: there is none. */
enum bif_end bif_erts_debug_interpreter_size_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = small(0);
    return BIF_DONE;
}

/* Locks are not counted, as in an emulator that was not built for it: there are none. */
enum bif_end bif_erts_debug_lcnt_control_1(struct process *p, term *args, term *result)
{
    (void)args, (void)result;
    return bif_badarg(p);
}

enum bif_end bif_erts_debug_lcnt_control_2(struct process *p, term *args, term *result)
{
    return bif_erts_debug_lcnt_control_1(p, args, result);
}

enum bif_end bif_erts_debug_lcnt_collect_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(error);
    return BIF_DONE;
}

enum bif_end bif_erts_debug_lcnt_clear_0(struct process *p, term *args, term *result)
{
    return bif_erts_debug_lcnt_collect_0(p, args, result);
}

/* -- get_internal_state/1 ------------------------------------------------------------------- */

enum bif_end bif_erts_debug_get_internal_state_1(struct process *p, term *args, term *result)
{
    if (!state()) return bif_no_memory(p);
    if (!state()->internals_open && !same(args[0], A(available_internal_state))) return bif_error(p, A(undef));
    if (same(args[0], A(memory))) return bif_call(p, A(erlang), A(memory), 0);
    bool known = true;
    term value = state()->internals_open ? debug_answer(p, args[0], &known) : A(false);
    return known ? bif_value(p, value, result) : bif_badarg(p);
}

/* -- set_internal_state/2 -------------------------------------------------------------------- */

/* Nothing else runs meanwhile: that is what the tests that call it want. */
static void hold(int64_t milliseconds)
{
    uint64_t until = platform_monotonic_ns() + (uint64_t)milliseconds * 1000000;
    while (platform_monotonic_ns() < until) {}
}

/* Names for tables that would lie in one bucket of OTP's index of names; here any will do. */
static term colliding_names(struct process *p, term about)
{
    int64_t count;
    if (!is_tuple_of(about, 2) || !argument_range(tuple_elements(about)[1], 0, 1000, &count)) return NIL;
    term list = NIL;
    for (int64_t i = 0; i < count && is_term(list); i++) {
        char name[32];
        snprintf(name, sizeof name, "colliding_%lld", (long long)i);
        list = heap_cons(&p->heap, atom_from_c(name), list);
    }
    return list;
}

/* `size` zero bytes outside the heap, whatever the size. */
static term counted_binary(struct process *p, size_t size)
{
    struct binary *b = binary_alloc(size);
    if (!b) return NO_TERM;
    memset(b->data, 0, size);
    return heap_bits_of_binary(&p->heap, b, 0, size * 8);
}

static term collect_soon(struct process *p, term pid)
{
    struct process *other = is_local_pid(pid) ? process_find(pid) : NULL;
    if (other == p) p->collect_full = true;
    else if (other) process_collect_idle(other, true);
    return boolean(other != NULL);
}

static term set(struct process *p, term what, term value, bool *known)
{
    int64_t n;
    if (same(what, A(reds_left)) && argument_range(value, 0, INT32_MAX, &n)) {
        p->reductions = n;
        return A(true);
    }
    if ((same(what, A(block)) || same(what, A(sleep))) && argument_range(value, 0, 60000, &n)) {
        hold(n);
        return A(true);
    }
    if (same(what, A(test_long_gc_sleep)) && argument_range(value, 0, 60000, &n)) {
        processes()->collection_delay_ns = (uint64_t)n * 1000000;
        return A(true);
    }
    if (same(what, A(process_uniq_counter)) && argument_range(value, 0, INT64_MAX, &n)) {
        mailbox_markers_count_from(p, (uint64_t)n);
        return A(true);
    }
    if (same(what, A(proc_sig_buffers)))
        return boolean(p->message_queue_off_heap); /* senders never wait for each other */
    if (same(what, A(binary)) && argument_range(value, 0, INT32_MAX, &n)) return counted_binary(p, (size_t)n);
    if (same(what, A(mbuf))) return heap_copy(&p->heap, value);
    if (same(what, A(force_gc))) return collect_soon(p, value);
    if (same(what, A(colliding_names))) return colliding_names(p, value);
    if (same(what, A(code_write_permission))) return A(true);
    if (same(what, A(ets_force_trap))) return A(notsup);
    /* Work before yielding is not for a program to set here: the stress builds do. */
    if (same(what, A(binary_loop_limit)) || same(what, A(unicode_loop_limit)) || same(what, A(re_loop_limit)))
        return small(0);
    *known = false;
    return NIL;
}

enum { REAPED_A_CALL = 1024 };

/* {wait, _}: what is put off here is the memory of deleted tables and of literals; it goes to the end now. */
static enum bif_end wait_for_deallocations(struct process *p, term *args)
{
    if (tables_reap(REAPED_A_CALL) || literals_step()) {
        bif_charge(p, REDUCTIONS_A_SLICE);
        return BIF_AGAIN;
    }
    args[0] = A(ok);
    return BIF_YIELD;
}

enum bif_end bif_erts_debug_set_internal_state_2(struct process *p, term *args, term *result)
{
    if (!state()) return bif_no_memory(p);
    if (same(args[0], A(available_internal_state)) && is_boolean(args[1])) {
        *result = boolean(state()->internals_open);
        state()->internals_open = same(args[1], A(true));
        return BIF_DONE;
    }
    if (!state()->internals_open) return bif_error(p, A(undef));
    if (same(args[0], A(wait))) return wait_for_deallocations(p, args);
    bool known = true;
    term value = set(p, args[0], args[1], &known);
    return known ? bif_value(p, value, result) : bif_badarg(p);
}

/* -- text of terms ------------------------------------------------------------------------------ */

/* term_to_string(Term, Limit): as crash dumps show it, cut off after about Limit characters. */
enum bif_end bif_erts_internal_term_to_string_2(struct process *p, term *args, term *result)
{
    int64_t limit = INT32_MAX;
    if (!same(args[1], A(undefined)) && !argument_range(args[1], 1, INT32_MAX, &limit)) return bif_badarg(p);
    size_t size = term_print_to(NULL, 0, args[0]);
    if ((int64_t)size > limit) size = (size_t)limit;
    char *text = memory_alloc(MEMORY_SYSTEM, size + 1);
    if (!text) return bif_no_memory(p);
    term_print_to(text, size + 1, args[0]);
    term string = heap_string(&p->heap, text, size, NIL);
    memory_free(MEMORY_SYSTEM, text);
    bif_charge(p, (int64_t)size / 64);
    return bif_value(p, string, result);
}
