/* interp/slow_trace.c - breakpoints: calls and returns that tracers are told of, calls that the debugger interprets
 * (bif/call_trace.h). */
#include "bif/call_trace.h"
#include "interp/run.h"
#include "interp/slow.h"
#include "term/atoms.h"

/* Between the call and its caller: what is to be told of its return, and the address of `trace_return`. */
static bool push_frame(struct machine *m, const term frame[TRACE_FRAME_WORDS], uint32_t arity)
{
    if (m->p->heap.sp - m->p->heap.top < TRACE_FRAME_WORDS + 1 + STACK_RESERVE &&
        !machine_collect(m, TRACE_FRAME_WORDS + 1, arity))
        return false;
    m->sp -= TRACE_FRAME_WORDS;
    memcpy(m->sp, frame, TRACE_FRAME_WORDS * sizeof *frame);
    (--m->sp)->word = return_address(&call_trace()->returns[1]);
    return true;
}

/* Tells every session; false: the process must end. */
static bool tell_call(struct machine *m, struct trace_point *t)
{
    term frame[TRACE_FRAME_WORDS];
    uint32_t arity = t->mfa.arity;
    if (t->saves) trace_note_call(m->p, &t->mfa);
    for (struct call_pattern *c = t->patterns, *next; c; c = next) {
        next = c->next;
        machine_save(m);
        bool push = trace_called(m->p, t, c, m->x, frame);
        machine_load(m);
        if (push && !push_frame(m, frame, arity)) return false;
    }
    return !m->p->heap.collect_soon || machine_collect(m, 0, arity);
}

SLOW_PATH(breakpoint, breakpoint)
{
    struct trace_point *t = trace_point_at(m->pc);
    ENSURE(t);
    if (!tell_call(m, t)) return machine_exited(m);
    if (t->target) {
        m->pc = t->target;
        return TO;
    }
    if (t->interpreted)
        return call_error_handler(m, A(breakpoint), t->mfa.module, t->mfa.function, t->mfa.arity, &t->mfa);
    m->slow = (op_fn *)(uintptr_t)t->here.saved;
    return SLOW;
}

SLOW_PATH(trace_return, trace_return)
{
    machine_save(m);
    trace_returned(m->p, m->sp, m->x[0]);
    machine_load(m);
    if (m->p->heap.collect_soon && !machine_collect(m, 0, 1)) return machine_exited(m);
    m->sp += TRACE_FRAME_WORDS;
    m->pc = returned_to(*m->sp++);
    return TO;
}
