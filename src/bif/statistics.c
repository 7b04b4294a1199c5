/* bif/statistics.c - statistics/1. */
#include "bif/bif.h"
#include "io/port_table.h"
#include "platform/platform.h"
#include "process/state.h"

static term number(struct process *p, uint64_t value) { return heap_u64(&p->heap, value); }

static term pair_of(struct process *p, uint64_t total, uint64_t *last)
{
    term a = number(p, total), b = number(p, total - *last);
    *last = total;
    return is_term(a) && is_term(b) ? heap_tuple2(&p->heap, a, b) : NO_TERM;
}

/* All reductions so far: of slices that ended, and of the caller's. */
static uint64_t reductions_now(const struct process *p)
{
    int64_t now = REDUCTIONS_A_SLICE - p->reductions;
    return processes()->reductions_done + (uint64_t)(now > 0 ? now : 0);
}

static term collections(struct process *p)
{
    const struct processes *s = processes();
    uint64_t count = s->collections, words = s->words_reclaimed;
    uint32_t n = 0;
    for (const struct process *q; (q = process_after(n, &n)); n++) {
        count += q->heap.collections;
        words += q->heap.words_reclaimed;
    }
    bif_charge(p, (int64_t)processes_count() / 20);
    term a = number(p, count), b = number(p, words);
    return is_term(a) && is_term(b) ? heap_tuple3(&p->heap, a, b, small(0)) : NO_TERM;
}

static term named(struct process *p, term name, term value)
{
    return is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM;
}

static term input_output(struct process *p)
{
    const struct port_table *t = port_table();
    term a = named(p, A(input), number(p, t->bytes_in)), b = named(p, A(output), number(p, t->bytes_out));
    return is_term(a) && is_term(b) ? heap_tuple2(&p->heap, a, b) : NO_TERM;
}

/* One queue each for scheduler, dirty CPU and (all) dirty IO. */
static term lengths(struct process *p, size_t first, int zeros)
{
    term list = NIL;
    for (int i = 0; i < zeros && is_term(list); i++) list = heap_cons(&p->heap, small(0), list);
    return is_term(list) ? heap_cons(&p->heap, small((int64_t)first), list) : NO_TERM;
}

static term run_time(struct process *p) { return pair_of(p, platform_cpu_ns() / 1000000, &processes()->runtime_last); }

static term wall_clock(struct process *p)
{
    uint64_t ms = (platform_monotonic_ns() - processes()->clock.host_start) / 1000000;
    return pair_of(p, ms, &processes()->wall_clock_last);
}

/* [{Scheduler, ActiveTime, TotalTime}], if it is measured: the one there is, and the dirty ones, which never work. */
static term wall_time(struct process *p, bool all)
{
    if (!processes()->wall_time_measured) return A(undefined);
    term total = number(p, platform_monotonic_ns() - processes()->clock.host_start), list = NIL;
    if (!is_term(total)) return NO_TERM;
    for (int id = all ? 3 : 2; id >= 1 && is_term(list); id--) {
        term active = id == 1 ? number(p, platform_cpu_ns()) : small(0);
        term row = is_term(active) ? heap_tuple3(&p->heap, small(id), active, total) : NO_TERM;
        list = is_term(row) ? heap_cons(&p->heap, row, list) : NO_TERM;
    }
    return list;
}

static size_t queued(void) { return processes_runnable(PRIORITIES); }

enum bif_end bif_erlang_statistics_1(struct process *p, term *args, term *result)
{
    struct processes *s = processes();
    term what = args[0], value;
    if (same(what, A(reductions)) || same(what, A(exact_reductions)))
        value = pair_of(p, reductions_now(p), same(what, A(reductions)) ? &s->reductions_last : &s->exact_last);
    else if (same(what, A(runtime))) value = run_time(p);
    else if (same(what, A(wall_clock))) value = wall_clock(p);
    else if (same(what, A(garbage_collection))) value = collections(p);
    else if (same(what, A(io))) value = input_output(p);
    else if (same(what, A(context_switches)))
        value = heap_tuple2(&p->heap, small((int64_t)s->context_switches), small(0));
    else if (same(what, A(run_queue)) || same(what, A(total_run_queue_lengths)) ||
             same(what, A(total_run_queue_lengths_all)))
        value = small((int64_t)queued());
    else if (same(what, A(total_active_tasks)) || same(what, A(total_active_tasks_all)))
        value = small((int64_t)queued() + 1);
    else if (same(what, A(run_queue_lengths))) value = lengths(p, queued(), 1);
    else if (same(what, A(run_queue_lengths_all))) value = lengths(p, queued(), 2);
    else if (same(what, A(active_tasks))) value = lengths(p, queued() + 1, 1);
    else if (same(what, A(active_tasks_all))) value = lengths(p, queued() + 1, 2);
    else if (same(what, A(scheduler_wall_time)) || same(what, A(scheduler_wall_time_all)))
        value = wall_time(p, same(what, A(scheduler_wall_time_all)));
    else if (same(what, A(microstate_accounting))) value = A(undefined);
    else return bif_badarg(p);
    return bif_value(p, value, result);
}
