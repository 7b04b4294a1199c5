/* interp/op_catch.h - bodies of exceptions and of receive.
 *
 * When an exception reaches a catch or try, x0 to x3 are NO_TERM, reason, raw trace, class; the
 * instruction at the tag's address (catch_end, try_case) comes next and puts them in place.
 */
#pragma once
#include "interp/machine.h"
#include "interp/slow.h"
#include "process/receive.h"

INLINE enum go body_catch(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, (term){(uint64_t)(uintptr_t)label(m, 0) << IMM6_BITS | IMM_CATCH});
    m->p->catches++;
    return NEXT;
}
INLINE enum go body_try_end(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, NIL);
    m->p->catches--;
    return NEXT;
}
INLINE enum go body_catch_end(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, NIL);
    m->p->catches--;
    if (is_term(m->x[0])) return NEXT;
    return GO_SLOW(m, catch_end);
}
INLINE enum go body_try_case(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, NIL);
    m->p->catches--;
    m->x[0] = m->x[3];
    return NEXT;
}
INLINE enum go body_try_case_end(struct machine *m, const enum op_kind *k)
{
    return raise_with(m, source(m, k, 0), slow_try_clause);
}
INLINE enum go body_badmatch(struct machine *m, const enum op_kind *k)
{
    return raise_with(m, source(m, k, 0), slow_badmatch);
}
INLINE enum go body_case_end(struct machine *m, const enum op_kind *k)
{
    return raise_with(m, source(m, k, 0), slow_case_clause);
}
INLINE enum go body_badrecord(struct machine *m, const enum op_kind *k)
{
    return raise_with(m, source(m, k, 0), slow_badrecord);
}
INLINE enum go body_if_end(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return raise_with(m, A(if_clause), slow_error);
}
INLINE enum go body_raise_error(struct machine *m, const enum op_kind *k)
{
    return raise_with(m, source(m, k, 0), slow_error);
}
INLINE enum go body_raise(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 1) = source(m, k, 0);
    return raise_with(m, source(m, k, 1), slow_raise_again);
}
INLINE enum go body_raw_raise(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, raw_raise);
}
INLINE enum go body_build_stacktrace(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, build_stacktrace);
}

/* -- receive ------------------------------------------------------------------------------ */
INLINE enum go body_loop_rec(struct machine *m, const enum op_kind *k)
{
    (void)k;
    machine_save(m);
    term message = mailbox_look(m->p);
    machine_load(m);
    if (!is_term(message)) return JUMP;
    m->x[0] = message;
    return NEXT;
}
INLINE enum go body_loop_rec_end(struct machine *m, const enum op_kind *k)
{
    (void)k;
    mailbox_skip(m->p);
    if (UNLIKELY(--m->reds <= 0)) return GO_SLOW(m, loop_yield);
    return JUMP;
}
INLINE enum go body_remove_message(struct machine *m, const enum op_kind *k)
{
    (void)k;
    machine_save(m);
    mailbox_take(m->p);
    machine_load(m);
    return NEXT;
}
INLINE enum go body_timeout(struct machine *m, const enum op_kind *k)
{
    (void)k;
    receive_timeout(m->p);
    return NEXT;
}
INLINE enum go body_wait(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, wait);
}
INLINE enum go body_wait_timeout(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 1);
    return GO_SLOW(m, wait_timeout);
}
INLINE enum go body_marker_reserve(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, mailbox_marker_reserve(m->p));
    return NEXT;
}
INLINE enum go body_marker_bind(struct machine *m, const enum op_kind *k)
{
    mailbox_marker_bind(m->p, source(m, k, 0), source(m, k, 1));
    return NEXT;
}
INLINE enum go body_marker_clear(struct machine *m, const enum op_kind *k)
{
    mailbox_marker_clear(m->p, source(m, k, 0));
    return NEXT;
}
INLINE enum go body_marker_use(struct machine *m, const enum op_kind *k)
{
    mailbox_marker_use(m->p, source(m, k, 0));
    return NEXT;
}
