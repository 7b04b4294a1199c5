/* interp/raise.c - finds the handler of an exception, or ends the process. */
#include "interp/raise.h"
#include "bif/call_trace.h"
#include "interp/run.h"
#include "process/log.h"

/* The process cannot even have its exception. */
static enum go no_memory(struct machine *m)
{
    process_lacks_memory(m->p);
    return machine_exited(m);
}

static void forget(struct failure *f) { *f = (struct failure){NO_TERM, NO_TERM, NO_TERM, NO_TERM, NO_TERM, NO_TERM}; }

/* Nobody catches it: the process ends. */
static enum go terminate(struct machine *m)
{
    struct process *p = m->p;
    struct failure *f = &p->failure;
    term reason = f->reason;
    if (same(f->class, A(error))) {
        term trace = stacktrace_of(&p->heap, f->trace);
        reason = is_term(trace) ? heap_tuple2(&p->heap, reason, trace) : NO_TERM;
        if (!is_term(reason)) return no_memory(m);
        log_exit(p, reason);
    }
    forget(f);
    process_begin_exit(p, reason);
    return machine_exited(m);
}

/* A traced call ends by the exception: its frame stands where the return address leads to `trace_return`. */
static bool is_traced(const term *s)
{
    const struct call_trace *t = call_trace();
    return t && is_return_address(*s) && returned_to(*s) == &t->returns[1];
}

static void tell_all_raised(struct process *p)
{
    if (!call_trace()) return;
    for (const term *s = p->heap.sp; s < p->heap.end; s++)
        if (is_traced(s)) trace_raised(p, s + 1);
}

/* The newest catch tag on the stack; the frame that holds it becomes the top one. */
static enum go go_to_handler(struct machine *m)
{
    term *frame = m->sp, *end = m->p->heap.end, *traced = NULL;
    for (term *s = m->sp; s < end; s++) {
        if (is_return_address(*s)) {
            frame = s + 1;
            if (UNLIKELY(is_traced(s))) trace_raised(m->p, traced = s + 1);
        } else if (is_catch(*s)) {
            m->sp = frame;
            m->pc = (const uint32_t *)(uintptr_t)(s->word >> IMM6_BITS);
            struct failure *f = &m->p->failure;
            m->x[0] = NO_TERM, m->x[1] = f->reason, m->x[2] = f->trace, m->x[3] = f->class;
            forget(f);
            if (UNLIKELY(traced)) {
                trace_caught(m->p, traced, m->pc);
                m->htop = m->p->heap.top;
            }
            return TO;
        }
    }
    panic(__FILE__, __LINE__, "a catch tag is missing");
}

enum go machine_raise(struct machine *m, const struct mfa *bif, const term *args)
{
    struct process *p = m->p;
    struct failure *f = &p->failure;
    machine_save(m);
    if (!is_term(f->trace)) f->trace = raw_trace(p, m->pc, bif, args);
    if (!is_term(f->trace)) return no_memory(m);
    if (p->catches == 0 && same(f->class, A(throw))) {
        f->class = A(error);
        f->reason = heap_tuple2(&p->heap, A(nocatch), f->reason);
        if (!is_term(f->reason)) return no_memory(m);
    }
    if (p->catches == 0) {
        tell_all_raised(p);
        return terminate(m);
    }
    machine_load(m);
    return go_to_handler(m);
}

enum go machine_raise_bif(struct machine *m, term module, term function, uint32_t arity, term reason, const term *args)
{
    bif_error(m->p, reason);
    struct mfa bif = {module, function, arity};
    return machine_raise(m, &bif, args);
}
