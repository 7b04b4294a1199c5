/* bif/system_profile.c - erlang:system_profile/2: who is told when processes and ports have work. */
#include "bif/bif.h"
#include "process/state.h"

/* {Receiver, Options}, or undefined; NO_TERM: no memory. */
static term profile_term(struct process *p, const struct profile *now)
{
    term list = NIL;
    if (same(now->receiver, A(undefined))) return A(undefined);
    if (now->ports) list = heap_cons(&p->heap, A(runnable_ports), list);
    if (now->processes && is_term(list)) list = heap_cons(&p->heap, A(runnable_procs), list);
    if (now->scheduler && is_term(list)) list = heap_cons(&p->heap, A(scheduler), list);
    if (now->exclusive && is_term(list)) list = heap_cons(&p->heap, A(exclusive), list);
    return is_term(list) ? heap_tuple2(&p->heap, now->receiver, list) : NO_TERM;
}

/* `scheduler` is kept and tells nothing: the one there is is always at work. */
static bool read_option(struct profile *to, term option)
{
    switch (is_atom(option) ? atom_index(option) : ATOM_IX_undefined) {
    case ATOM_IX_runnable_procs: to->processes = true; return true;
    case ATOM_IX_runnable_ports: to->ports = true; return true;
    case ATOM_IX_scheduler: to->scheduler = true; return true;
    case ATOM_IX_exclusive: to->exclusive = true; return true;
    case ATOM_IX_timestamp: to->stamp = TRACE_TIMESTAMP; return true;
    case ATOM_IX_monotonic_timestamp: to->stamp = TRACE_MONOTONIC_TIMESTAMP; return true;
    case ATOM_IX_strict_monotonic_timestamp: to->stamp = TRACE_STRICT_MONOTONIC_TIMESTAMP; return true;
    default: return false;
    }
}

enum bif_end bif_erlang_system_profile_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, profile_term(p, &processes()->profile), result);
}

enum bif_end bif_erlang_system_profile_2(struct process *p, term *args, term *result)
{
    struct profile *now = &processes()->profile, to = {.receiver = args[0], .stamp = TRACE_TIMESTAMP};
    term before = profile_term(p, now), list = args[1];
    bool off = same(args[0], A(undefined)) || is_nil(list);
    if (off) to.receiver = A(undefined);
    else if (!trace_tracer_lives(args[0])) return bif_badarg(p);
    for (; !off && is_cons(list); list = tail(list))
        if (!read_option(&to, head(list))) return bif_badarg(p);
    if (!off && !is_nil(list)) return bif_badarg(p);
    if (is_term(before)) *now = to;
    return bif_value(p, before, result);
}
