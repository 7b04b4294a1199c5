/* bif/trace_costs.c - call_time and call_memory: what runs between a call and its return belongs to the function,
 * less what the measured functions that it calls take. */
#include "bif/trace_frame.h"
#include "process/state.h"

static struct call_pattern *pattern_at(const struct tracee *t, const uint32_t *at)
{
    struct trace_point *point = at ? trace_point_at(at) : NULL;
    return point ? call_pattern_of(point, t->session, false) : NULL;
}

static void add(struct call_costs *costs, const struct process *p, uint64_t calls, uint64_t amount)
{
    if (costs && !costs->paused) call_costs_add(costs, p->pid, calls, amount);
}

/* What has been used since the last time is the function's at t->timed; t->timed_used is what process/ noted
 * when p was taken off the scheduler. */
static void add_time(struct process *p, struct tracee *t, bool runs)
{
    uint64_t now = (uint64_t)clock_monotonic(), used = t->timed_used + (runs ? now - t->timed_since : 0);
    struct call_pattern *c = pattern_at(t, t->timed);
    if (c) add(c->time, p, 0, used);
    t->timed_since = now;
    t->timed_used = 0;
}

static void add_memory(struct process *p, struct tracee *t)
{
    uint64_t now = heap_words_allocated(&p->heap);
    struct call_pattern *c = pattern_at(t, t->sized);
    if (c) add(c->memory, p, 0, now - t->sized_since);
    t->sized_since = now;
}

static term address_term(const uint32_t *at) { return small((int64_t)(uintptr_t)at); }
static const uint32_t *term_address(term t) { return (const uint32_t *)(uintptr_t)small_value(t); }

unsigned trace_costs_begin(struct process *p, struct trace_point *point, struct call_pattern *c, term *frame)
{
    struct tracee *t = trace_find(p->relations.trace, c->session);
    if (!t || !(t->flags & TRACE_CALL) || p->sensitive || !trace_tracer_lives(t->tracer)) return 0;
    unsigned flags = 0, pending = trace_frames_on_top(p, c->session);
    if (c->time) {
        if (t->timed) add_time(p, t, true);
        t->timed_since = (uint64_t)clock_monotonic();
        frame[FRAME_TIMED] = address_term(t->timed);
        if (!(pending & TRACE_FRAME_TIME)) flags |= TRACE_FRAME_TIME;
        t->timed = point->here.at;
        add(c->time, p, 1, 0);
    }
    if (c->memory) {
        if (t->sized) add_memory(p, t);
        t->sized_since = heap_words_allocated(&p->heap);
        frame[FRAME_SIZED] = address_term(t->sized);
        if (!(pending & TRACE_FRAME_MEMORY)) flags |= TRACE_FRAME_MEMORY;
        t->sized = point->here.at;
        add(c->memory, p, 1, 0);
    }
    return flags;
}

void trace_costs_end(struct process *p, struct tracee *t, const term *frame, unsigned flags)
{
    if (flags & TRACE_FRAME_TIME) {
        add_time(p, t, true);
        t->timed = term_address(frame[FRAME_TIMED]);
    }
    if (flags & TRACE_FRAME_MEMORY) {
        add_memory(p, t);
        t->sized = term_address(frame[FRAME_SIZED]);
    }
}

void trace_costs_flush(const struct trace_session *s)
{
    uint32_t n = 0;
    for (struct process *p; (p = process_after(n, &n)); n++) {
        struct tracee *t = trace_find(p->relations.trace, s);
        if (t && t->timed) add_time(p, t, p == processes()->running);
        if (t && t->sized) add_memory(p, t);
    }
}
