/* bif/internal_state.c - erts_debug:get_internal_state/1 and set_internal_state/2, as far as OTP's own tests use
 * them on a machine with one scheduler.  They are `undef` until available_internal_state is set. */
#include "bif/bif.h"
#include "process/state.h"
#include "term/hash.h"

static term relation_list(struct process *p, const struct relations *r, bool links)
{
    term list = NIL;
    if (links)
        for (const struct link *l = r->links; l && is_term(list); l = link_next(l, r))
            list = heap_cons(&p->heap, link_other(l, r)->owner, list);
    else
        for (const struct monitor *m = r->monitors; m && is_term(list); m = m->next)
            if (m->target) list = heap_cons(&p->heap, m->target_id, list);
    return list;
}

static term status_of(const struct process *of)
{
    if (!of) return A(undefined);
    switch (of->state) {
    case PROCESS_RUNNABLE: return A(runnable);
    case PROCESS_RUNNING: return A(running);
    case PROCESS_WAITING: return A(waiting);
    case PROCESS_SUSPENDED: return A(suspended);
    default: return A(exiting);
    }
}

/* {Item, Argument}; NO_TERM: there is no such item. */
static term get_of_pair(struct process *p, term item, term argument)
{
    struct process *of = process_find_any(argument);
    if (same(item, A(process_status))) return status_of(of);
    if (same(item, A(link_list)) || same(item, A(monitor_list)))
        return of ? relation_list(p, &of->relations, same(item, A(link_list))) : A(undefined);
    if (same(item, A(internal_hash))) return heap_u64(&p->heap, term_hash(argument) >> 4);
    return NO_TERM;
}

static term get_item(struct process *p, term item)
{
    const struct processes *s = processes();
    if (same(item, A(available_internal_state))) return boolean(s->internal_state);
    if (!s->internal_state) return NO_TERM;
    if (same(item, A(reds_left))) return small(p->reductions);
    if (same(item, A(next_pid))) return small(s->table.fresh);
    if (same(item, A(nbalance)) || same(item, A(check_io_debug))) return small(0);
    if (same(item, A(force_heap_frags))) return A(false);
    if (same(item, A(unique_monotonic_integer_state))) return heap_i64(&p->heap, s->unique_monotonic);
    if (same(item, A(processes))) return small((int64_t)processes_count());
    return is_tuple_of(item, 2) ? get_of_pair(p, tuple_elements(item)[0], tuple_elements(item)[1]) : NO_TERM;
}

enum bif_end bif_erts_debug_get_internal_state_1(struct process *p, term *args, term *result)
{
    term value = get_item(p, args[0]);
    if (!is_term(value)) return bif_error(p, A(undef));
    *result = value;
    return BIF_DONE;
}

static enum bif_end set_available(struct process *p, term value, term *result)
{
    if (!is_boolean(value)) return bif_badarg(p);
    *result = boolean(processes()->internal_state);
    processes()->internal_state = same(value, A(true));
    return BIF_DONE;
}

static enum bif_end set_reductions(struct process *p, term value, term *result)
{
    if (!is_small(value) || small_value(value) < 0) return bif_badarg(p);
    if (small_value(value) < p->reductions) p->reductions = small_value(value);
    *result = A(true);
    return BIF_DONE;
}

static enum bif_end force_collection(term pid, term *result)
{
    struct process *of = process_find(pid);
    if (!of) return *result = A(false), BIF_DONE;
    of->heap.collect_soon = of->collect_full = true;
    *result = A(true);
    return BIF_DONE;
}

/* What is freed is freed at once, so there is nothing to wait for. */
enum bif_end bif_erts_debug_set_internal_state_2(struct process *p, term *args, term *result)
{
    term item = args[0], value = args[1];
    if (same(item, A(available_internal_state))) return set_available(p, value, result);
    if (!processes()->internal_state) return bif_error(p, A(undef));
    *result = A(ok);
    if (same(item, A(wait))) return BIF_DONE;
    if (same(item, A(reds_left))) return set_reductions(p, value, result);
    if (same(item, A(force_gc))) return force_collection(value, result);
    if (same(item, A(proc_sig_buffers)) || same(item, A(test_long_gc_sleep)) ||
        same(item, A(node_tab_delayed_delete)) || same(item, A(gc_state)))
        return *result = A(true), BIF_DONE;
    return bif_error(p, A(undef));
}
