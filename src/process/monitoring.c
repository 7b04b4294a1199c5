/* process/monitoring.c - erlang:system_monitor/2: see monitoring.h. */
#include "process/monitoring.h"
#include "heap/build.h"
#include "platform/platform.h"
#include "process/facts.h"
#include "process/state.h"
#include "process/where.h"
#include "term/atoms.h"

bool monitoring_wants_times(void)
{
    for (const struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.long_collection_ns) return true;
    return false;
}

bool monitoring_wants_heaps(void)
{
    for (const struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.long_collection_ns || s->monitoring.large_heap_words) return true;
    return false;
}

static void tell(struct monitoring *m, struct process *p, term what, term info)
{
    struct process *to = process_find(m->receiver);
    term words[TUPLE_WORDS(4)], *hp = words;
    if (!to) {
        *m = (struct monitoring){.receiver = A(undefined)};
        return;
    }
    if (to != p) process_send(to, NO_TERM, build_tuple4(&hp, A(monitor), p->pid, what, info));
}

static void tell_facts(struct monitoring *m, struct process *p, term what, uint64_t timeout_ms)
{
    term words[FACTS_WORDS + 5], *hp = words;
    term list = build_facts(p, FACTS_MONITOR, &hp);
    if (timeout_ms) {
        term pair = build_tuple2(&hp, A(timeout), small((int64_t)timeout_ms));
        list = build_cons(&hp, pair, list);
    }
    tell(m, p, what, list);
}

static void tell_of_collection(struct monitoring *m, struct process *p, uint64_t took)
{
    uint64_t large = m->large_heap_words;
    if (m->long_collection_ns && took > m->long_collection_ns) tell_facts(m, p, A(long_gc), took / 1000000);
    if (large && heap_size_words(&p->heap) >= large) tell_facts(m, p, A(large_heap), 0);
}

/* Collections that erts_debug:set_internal_state(test_long_gc_sleep, _) makes long. */
static void delay_collection(void)
{
    uint64_t until = platform_monotonic_ns() + processes()->collection_delay_ns;
    while (platform_monotonic_ns() < until) {}
}

void monitoring_collected(struct process *p, uint64_t began)
{
    if (began && processes()->collection_delay_ns) delay_collection();
    uint64_t took = began ? platform_monotonic_ns() - began : 0;
    for (struct trace_session *s = trace_sessions(); s; s = s->next) tell_of_collection(&s->monitoring, p, took);
}

void monitoring_busy_port(struct process *p, term port)
{
    for (struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.busy_port) tell(&s->monitoring, p, A(busy_port), port);
}

/* -- long_schedule ------------------------------------------------------------------------ */

_Static_assert(sizeof((struct monitored_slice *)0)->words == WHERE_WORDS * sizeof(term), "a place fits");

static term where_or_undefined(const struct process *p, term *words)
{
    term where = build_where(p, &words);
    return is_term(where) ? where : A(undefined);
}

/* Does any session want to be told of slices? */
static bool wants_slices(void)
{
    for (const struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.long_schedule_ns) return true;
    return false;
}

void monitoring_slice_begins(const struct process *p, struct monitored_slice *slice)
{
    slice->began = wants_slices() ? platform_monotonic_ns() : 0;
    if (slice->began) slice->where = where_or_undefined(p, slice->words);
}

static void tell_of_slice(struct monitoring *m, struct process *p, const struct monitored_slice *slice, uint64_t took)
{
    term out[WHERE_WORDS], words[3 * (TUPLE_WORDS(2) + CONS_WORDS)], *hp = words;
    term pair = build_tuple2(&hp, A(out), where_or_undefined(p, out));
    term list = build_cons(&hp, pair, NIL);
    pair = build_tuple2(&hp, A(in), slice->where);
    list = build_cons(&hp, pair, list);
    pair = build_tuple2(&hp, A(timeout), small((int64_t)(took / 1000000)));
    tell(m, p, A(long_schedule), build_cons(&hp, pair, list));
}

void monitoring_slice_ended(struct process *p, struct monitored_slice *slice)
{
    if (!slice->began) return;
    uint64_t took = platform_monotonic_ns() - slice->began;
    for (struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.long_schedule_ns && took >= s->monitoring.long_schedule_ns)
            tell_of_slice(&s->monitoring, p, slice, took);
}
