/* process/monitoring.c - erlang:system_monitor/2: see monitoring.h. */
#include "process/monitoring.h"
#include "heap/build.h"
#include "memory/memory.h"
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

/* -- long_message_queue (27) -------------------------------------------------------------- */

struct queue_told {
    struct queue_told *next;
    uint32_t session;
};

/* Where the list has the session, or ends. */
static struct queue_told **told_at(struct queue_told **at, uint32_t session)
{
    while (*at && (*at)->session != session) at = &(*at)->next;
    return at;
}

static void remove_told(struct queue_told **at)
{
    struct queue_told *t = *at;
    *at = t->next;
    memory_free(MEMORY_PROCESS, t);
}

void monitoring_forget_queue(struct mailbox *box)
{
    while (box->told) remove_told(&box->told);
}

void monitoring_watch_queues(void)
{
    size_t least = SIZE_MAX;
    for (const struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.queue_high && s->monitoring.queue_high < least) least = s->monitoring.queue_high;
    processes()->queue_watched_from = least;
}

/* {monitor, Pid, long_message_queue, true}, once; without memory it is for the next message to tell. */
static void tell_long(struct trace_session *s, struct process *p)
{
    struct queue_told **at = told_at(&p->mailbox.told, s->number);
    if (*at || !(*at = memory_alloc_zeroed(MEMORY_PROCESS, sizeof **at))) return;
    (*at)->session = s->number;
    tell(&s->monitoring, p, A(long_message_queue), A(true));
}

/* What is told here makes the receiver's queue longer: nobody is told of that before its next message. */
void monitoring_queue_grew(struct process *p)
{
    processes()->queue_watched_from = SIZE_MAX;
    for (struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->monitoring.queue_high && p->mailbox.length >= s->monitoring.queue_high) tell_long(s, p);
    monitoring_watch_queues();
}

/* A session that has ended, or wants to know of queues no more, is forgotten. */
void monitoring_queue_shrank(struct process *p)
{
    for (struct queue_told **at = &p->mailbox.told; *at;) {
        struct trace_session *s = trace_session_numbered((*at)->session);
        bool watches = s && s->monitoring.queue_high;
        if (watches && p->mailbox.length > s->monitoring.queue_low) {
            at = &(*at)->next;
            continue;
        }
        remove_told(at);
        if (watches) tell(&s->monitoring, p, A(long_message_queue), A(false));
    }
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
