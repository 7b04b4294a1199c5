/* interp/op_call.h - bodies that call, return and handle frames.
 *
 * A frame is y0, y1 ... from sp upwards, then the return address to the caller's code.  The call
 * pushes it; the callee's own test of room (allocate) makes good the word it took.  The word
 * before a function's entry is its arity: what a process that yields there has in registers.
 */
#pragma once
#include "interp/machine.h"
#include "interp/slow.h"
#include "term/objects.h"

INLINE void push_return(struct machine *m, const uint32_t *to) { (--m->sp)->word = return_address(to); }

/* The program counter for a function's entry.  Loads of operands wait for the program counter, and it for the load of the
 * label: where the entry is the one that was gone to last, as in every loop, the counter is set from there, which nothing
 * waits for, and that they are equal is foreseen.  The copy is hidden from the compiler, lest it be taken for `entry`. */
INLINE const uint32_t *foreseen(struct machine *m, const uint32_t *entry)
{
    const uint32_t *last = registers_of(m)->entered, *copy = last;
    __asm__("" : "+r"(copy));
    if (LIKELY(last == entry)) return copy;
    return registers_of(m)->entered = entry;
}
/* Goes to a function's entry, or yields there.  (A difference without a sign is compared with zero by its own flags.) */
INLINE enum go enter(struct machine *m, const uint32_t *entry)
{
    m->pc = foreseen(m, entry);
    m->reds = (int64_t)((uint64_t)m->reds - 1);
    if (UNLIKELY(m->reds <= 0)) return GO_SLOW(m, yield);
    return TO;
}
INLINE void drop_frame(struct machine *m, uint32_t bytes) { m->sp = (term *)((char *)m->sp + bytes); }
INLINE enum go go_return(struct machine *m)
{
    m->pc = returned_to(*m->sp++);
    return TO;
}

INLINE enum go body_call(struct machine *m, const enum op_kind *k)
{
    (void)k;
    push_return(m, m->pc + 2);
    return enter(m, label(m, 0));
}
INLINE enum go body_call_only(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return enter(m, label(m, 0));
}
INLINE enum go body_call_last(struct machine *m, const enum op_kind *k)
{
    (void)k;
    drop_frame(m, operand(m, 1));
    return enter(m, label(m, 0));
}
INLINE enum go body_move_call(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 2, source(m, k, 1));
    push_return(m, m->pc + 4);
    return enter(m, label(m, 0));
}
INLINE const uint32_t *export_address(const struct machine *m, unsigned i)
{
    return ((const struct export *)pointer(m, i))->address;
}
INLINE enum go body_call_ext(struct machine *m, const enum op_kind *k)
{
    (void)k;
    push_return(m, m->pc + 2);
    return enter(m, export_address(m, 0));
}
INLINE enum go body_call_ext_only(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return enter(m, export_address(m, 0));
}
INLINE enum go body_call_ext_last(struct machine *m, const enum op_kind *k)
{
    (void)k;
    drop_frame(m, operand(m, 1));
    return enter(m, export_address(m, 0));
}

/* -- BIFs --------------------------------------------------------------------------- */
INLINE enum go body_call_bif(struct machine *m, const enum op_kind *k)
{
    (void)k;
    term result;
    machine_save(m);
    enum bif_end end = FUNCTION(m, 1, bif_fn)(m->p, m->x, &result);
    machine_load(m);
    if (LIKELY(end == BIF_DONE)) {
        m->x[0] = result;
        if (LIKELY(!m->p->heap.collect_soon)) return NEXT;
        return GO_SLOW(m, bif_collect);
    }
    SCRATCH(m, 0).word = end;
    return GO_SLOW(m, bif_end);
}
INLINE enum go body_send(struct machine *m, const enum op_kind *k) { return body_call_bif(m, k); }
INLINE enum go body_call_bif_only(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bif_only);
}
INLINE enum go body_call_bif_last(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bif_last);
}
INLINE enum go body_enter_bif(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bif_only);
}
INLINE enum go body_traced_bif(struct machine *m, const enum op_kind *k)
{
    (void)k;
    push_return(m, m->pc + 1 + COUNT_traced_bif);
    return enter(m, export_address(m, 0));
}
INLINE enum go body_traced_bif_last(struct machine *m, const enum op_kind *k)
{
    (void)k;
    push_return(m, m->pc + 1 + COUNT_traced_bif_last);
    return enter(m, export_address(m, 0));
}
INLINE enum go body_traced_enter_bif(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return enter(m, export_address(m, 0));
}
INLINE enum go body_bif_stub(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bif_stub);
}

/* -- funs and apply -------------------------------------------------------------------- */

/* The fun's code if it takes `arity` arguments (its environment then is in place), else NULL. */
INLINE const uint32_t *prepare_fun(struct machine *m, term fun, uint32_t arity)
{
    if (UNLIKELY(!is_boxed(fun))) return NULL;
    const struct fun_object *f = fun_of(fun);
    if (LIKELY(header_kind(f->header) == KIND_FUN)) {
        if (UNLIKELY(f->arity != small(arity).word)) return NULL;
        size_t environment = header_words(f->header) - (FUN_WORDS - 1);
        for (size_t i = 0; i < environment; i++) m->x[arity + i] = f->environment[i];
        return f->entry->address;
    }
    if (header_kind(f->header) != KIND_EXPORT || export_of(fun)->arity != arity) return NULL;
    return export_of(fun)->address;
}
/* Enters a fun; what comes after is at `then`, or the caller's (NULL), whose frame is `frame` bytes. */
INLINE enum go call_fun(struct machine *m, term fun, uint32_t arity, const uint32_t *then, uint32_t frame)
{
    const uint32_t *entry = prepare_fun(m, fun, arity);
    if (UNLIKELY(!entry)) {
        SCRATCH(m, 0) = fun, SCRATCH(m, 1).word = arity;
        return GO_SLOW(m, bad_fun);
    }
    if (then) push_return(m, then);
    else drop_frame(m, frame);
    return enter(m, entry);
}
INLINE enum go body_call_fun(struct machine *m, const enum op_kind *k)
{
    (void)k;
    uint32_t arity = operand(m, 0);
    return call_fun(m, m->x[arity], arity, m->pc + 2, 0);
}
INLINE enum go body_call_fun_last(struct machine *m, const enum op_kind *k)
{
    (void)k;
    uint32_t arity = operand(m, 0);
    return call_fun(m, m->x[arity], arity, NULL, operand(m, 1));
}
INLINE enum go body_call_fun2(struct machine *m, const enum op_kind *k)
{
    return call_fun(m, source(m, k, 0), operand(m, 1), m->pc + 3, 0);
}
INLINE enum go body_call_fun2_last(struct machine *m, const enum op_kind *k)
{
    return call_fun(m, source(m, k, 0), operand(m, 1), NULL, operand(m, 2));
}
INLINE enum go body_apply(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, apply);
}
INLINE enum go body_apply_last(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, apply_last);
}
INLINE enum go body_make_fun2(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, make_fun2);
}
INLINE enum go body_make_fun(struct machine *m, const enum op_kind *k)
{
    struct fun_entry *entry = pointer(m, 0);
    uint32_t environment = operand(m, 2);
    struct fun_object *f = (struct fun_object *)m->htop;
    *f = (struct fun_object){
        .header = header(KIND_FUN, FUN_WORDS - 1 + environment),
        .entry = entry,
        .creator = m->p->pid,
        .arity = small(entry->arity - environment).word,
    };
    for (uint32_t i = 0; i < environment; i++) f->environment[i] = source_at(m, operand(m, 3 + i));
    m->htop += FUN_WORDS + environment;
    set_destination(m, k, 1, boxed_at(f));
    return go_past_list(m, 2);
}

/* -- returning and frames ----------------------------------------------------------------- */
INLINE enum go body_return(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return go_return(m);
}
INLINE enum go body_move_return(struct machine *m, const enum op_kind *k)
{
    m->x[0] = source(m, k, 0);
    return go_return(m);
}
INLINE enum go body_deallocate_return(struct machine *m, const enum op_kind *k)
{
    (void)k;
    drop_frame(m, operand(m, 0));
    return go_return(m);
}
INLINE enum go body_move_deallocate_return(struct machine *m, const enum op_kind *k)
{
    m->x[0] = source(m, k, 0);
    drop_frame(m, operand(m, 1));
    return go_return(m);
}
INLINE enum go body_deallocate(struct machine *m, const enum op_kind *k)
{
    (void)k;
    drop_frame(m, operand(m, 0));
    return NEXT;
}
INLINE enum go body_trim(struct machine *m, const enum op_kind *k) { return body_deallocate(m, k); }

/* Is there room for `bytes` (which count STACK_RESERVE) below a frame of `frame` bytes? */
INLINE bool has_room(const struct machine *m, uint32_t frame, uint32_t bytes)
{
#ifdef STRESS_GC
    if (heap_is_stressed(&m->p->heap, m->htop, m->sp)) return false;
#endif
    return (int64_t)free_bytes(m) - frame >= (int64_t)bytes;
}
INLINE enum go body_allocate(struct machine *m, const enum op_kind *k)
{
    (void)k;
    uint32_t frame = operand(m, 0);
    if (UNLIKELY(!has_room(m, frame, operand(m, 1)))) return GO_SLOW(m, allocate);
    m->sp = (term *)((char *)m->sp - frame);
    return NEXT;
}
INLINE enum go body_allocate_zero(struct machine *m, const enum op_kind *k)
{
    (void)k;
    uint32_t frame = operand(m, 0);
    if (UNLIKELY(!has_room(m, frame, operand(m, 1)))) return GO_SLOW(m, allocate_zero);
    for (term *end = m->sp, *y = m->sp = (term *)((char *)m->sp - frame); y < end; y++) *y = NIL;
    return NEXT;
}
INLINE enum go body_test_heap(struct machine *m, const enum op_kind *k)
{
    (void)k;
    if (UNLIKELY(!has_room(m, 0, operand(m, 0)))) return GO_SLOW(m, test_heap);
    return NEXT;
}

/* -- what stands in place of functions ----------------------------------------------------- */
INLINE enum go body_func_info(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, function_clause);
}
INLINE enum go body_nif_start(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return NEXT;
}
INLINE enum go body_line_break(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return NEXT;
}
INLINE enum go body_undefined_function(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, undefined_function);
}
INLINE enum go body_undefined_lambda(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, undefined_lambda);
}
INLINE enum go body_breakpoint(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, breakpoint);
}
INLINE enum go body_trace_return(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, trace_return);
}
INLINE enum go body_process_end(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, process_end);
}
INLINE enum go body_code_end(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, code_end);
}
