/* interp/slow_trace.c - breakpoints: calls and returns that tracers are told of (bif/call_trace.h). */
#include "bif/call_trace.h"
#include "interp/run.h"

/* Between the call and its caller: the function, and the address of `trace_return`. */
static bool push_frame(struct machine *m, const struct trace_point *t, unsigned flags)
{
    if (m->p->heap.sp - m->p->heap.top < TRACE_FRAME_WORDS + 1 + STACK_RESERVE &&
        !machine_collect(m, TRACE_FRAME_WORDS + 1, t->mfa.arity))
        return false;
    m->sp -= TRACE_FRAME_WORDS;
    trace_frame_fill(m->sp, t, flags);
    (--m->sp)->word = return_address(&call_trace()->returns[1]);
    return true;
}

SLOW_PATH(breakpoint, breakpoint)
{
    struct trace_point *t = trace_point_at(m->pc);
    ENSURE(t);
    machine_save(m);
    unsigned flags = trace_called(m->p, t, m->x);
    machine_load(m);
    if (flags && !push_frame(m, t, flags)) return machine_exited(m);
    if (t->target) {
        m->pc = t->target;
        return TO;
    }
    m->slow = (op_fn *)(uintptr_t)t->saved;
    return SLOW;
}

SLOW_PATH(trace_return, trace_return)
{
    const term *frame = m->sp;
    machine_save(m);
    trace_returned(m->p, frame, m->x[0], returned_to(frame[TRACE_FRAME_WORDS]));
    machine_load(m);
    m->sp += TRACE_FRAME_WORDS;
    m->pc = returned_to(*m->sp++);
    return TO;
}
