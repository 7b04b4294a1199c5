/* bif/process_link.c - link and unlink. */
#include "bif/bif.h"
#include "bif/spawn_options.h"
#include "bif/ends.h"
#include "memory/settings.h"
#include "process/trace.h"

/* There is no such process: an exit signal noproc - which, when exits are not trapped, OTP raises instead. */
static enum bif_end no_process(struct process *p, term id, term *result)
{
    *result = A(true);
    if (!p->trap_exit) return bif_error(p, A(noproc));
    process_exit_signal(p, id, A(noproc), true);
    return BIF_DONE;
}

/* Linked already, a link is of priority from now on, or no longer. */
static enum bif_end link(struct process *p, term id, bool priority, term *result)
{
    *result = A(true);
    if (same(id, p->pid)) return BIF_DONE;
    if (is_local_pid(id) || is_local_port(id)) {
        struct relations *r = relations_of(id);
        trace_procs(p, A(link), id);
        if (!r) return no_process(p, id, result);
        if (!link_make(&p->relations, r)) return bif_no_memory(p);
        if (otp_at_least(28)) link_set_priority(&p->relations, r, priority);
        struct process *other = process_find(id);
        if (!other) trace_related(r, A(getting_linked), p->pid);
        else if (p->relations.trace || other->relations.trace) trace_linked(p, other);
        return BIF_DONE;
    }
    if (is_earlier_life(id) && !is_ref(id)) return no_process(p, id, result);
    if (kind_of(id) != KIND_EXT_PID) return bif_badarg(p);
    process_exit_signal(p, id, A(noconnection), true);
    return p->state == PROCESS_EXITING ? BIF_EXITED : BIF_DONE;
}

enum bif_end bif_erlang_link_1(struct process *p, term *args, term *result) { return link(p, args[0], false, result); }

enum bif_end bif_erlang_link_2(struct process *p, term *args, term *result)
{
    bool priority;
    if (!are_priority_options(args[1], &priority)) return bif_badarg_cause(p, A(badopt));
    return link(p, args[0], priority, result);
}

enum bif_end bif_erlang_unlink_1(struct process *p, term *args, term *result)
{
    term id = args[0];
    *result = A(true);
    trace_procs(p, A(unlink), id);
    if (is_local_pid(id) || is_local_port(id)) {
        /* also one that is about to exit: its exit signal must not come any more */
        struct process *other = is_local_pid(id) ? process_find_any(id) : NULL;
        struct relations *r = other ? &other->relations : relations_of(id);
        struct link *l = r ? link_find(&p->relations, r) : NULL;
        if (l) link_free(l);
        if (l && !(other && other->state == PROCESS_EXITING)) trace_related(r, A(getting_unlinked), p->pid);
        return BIF_DONE;
    }
    enum kind k = kind_of(id);
    return k == KIND_EXT_PID || k == KIND_EXT_PORT ? BIF_DONE : bif_badarg(p);
}
