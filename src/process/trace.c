/* process/trace.c - trace messages, and who is traced. */
#include "process/trace.h"
#include "code/code.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/facts.h"
#include "process/port_signal.h"
#include "process/state.h"
#include "term/atoms.h"

enum { EVENT_TERMS_MAX = 4 };
#define STAMPS (TRACE_TIMESTAMP | TRACE_MONOTONIC_TIMESTAMP | TRACE_STRICT_MONOTONIC_TIMESTAMP)
/* What a child gets of a parent that is traced with set_on_spawn: all but the flags of the first time. */
#define ONCE   (TRACE_SET_ON_FIRST_SPAWN | TRACE_SET_ON_FIRST_LINK)

term build_trace_stamp(term **hp, uint32_t flags)
{
    if (flags & TRACE_STRICT_MONOTONIC_TIMESTAMP) {
        term time = build_i64(hp, clock_monotonic());
        return build_tuple2(hp, time, build_i64(hp, ++processes()->unique_last));
    }
    if (flags & TRACE_MONOTONIC_TIMESTAMP) return build_i64(hp, clock_monotonic());
    if (!(flags & STAMPS)) return NO_TERM;
    int64_t us = clock_system() / 1000;
    return build_tuple3(hp, small(us / 1000000000000), small(us / 1000000 % 1000000), small(us % 1000000));
}

static struct message *event_message(struct process *p, term tag, const term *terms, size_t count)
{
    struct message *m = NULL;
    size_t words = message_words(terms, count, TUPLE_WORDS(5 + EVENT_TERMS_MAX) + TRACE_STAMP_WORDS);
    term element[5 + EVENT_TERMS_MAX] = {A(trace), p->pid, tag}, *hp;
    size_t n = 3;
    if (words == SIZE_MAX || !(m = message_new(words))) return NULL;
    hp = m->words;
    for (size_t i = 0; i < count; i++) {
        if (!is_term(terms[i])) continue;
        if (!message_copy(m, terms[i], &hp, &element[n++])) {
            message_free(m);
            return NULL;
        }
    }
    if (p->trace->flags & TRACE_SCHEDULER_ID) element[n++] = small(1); /* the one there is */
    term stamp = build_trace_stamp(&hp, p->trace->flags);
    if (is_term(stamp)) element[0] = A(trace_ts), element[n++] = stamp;
    m->value = build_tuple(&hp, n);
    memcpy(tuple_elements(m->value), element, n * sizeof(term));
    m->used = (size_t)(hp - m->words);
    return m;
}

static void trace_end(struct process *p)
{
    memory_free(MEMORY_PROCESS, p->trace);
    p->trace = NULL;
}

void trace_event(struct process *p, term tag, const term *terms, size_t count)
{
    EXPECT(count <= EVENT_TERMS_MAX);
    term tracer = p->trace->tracer;
    struct process *to = process_find(tracer);
    if (to == p || p->sensitive) return;
    if (!to && !is_local_port(tracer)) {
        trace_end(p);
        return;
    }
    struct message *m = event_message(p, tag, terms, count);
    if (!m) return;
    if (to) {
        mailbox_append(to, m);
        return;
    }
    port_signal_send(PORT_SIGNAL_MESSAGE, tracer, p->pid, m->value);
    message_free(m);
}

bool trace_set(struct process *p, uint32_t set, uint32_t clear, term tracer)
{
    uint32_t flags = ((p->trace ? p->trace->flags : 0) & ~clear) | set;
    if (flags == 0) {
        trace_end(p);
        return true;
    }
    if (!p->trace) {
        p->trace = memory_alloc(MEMORY_PROCESS, sizeof *p->trace);
        if (!p->trace) return false;
        *p->trace = (struct process_trace){.tracer = tracer};
    }
    p->trace->flags = flags;
    if (is_term(tracer)) p->trace->tracer = tracer;
    return true;
}

void trace_collection(struct process *p, term tag, size_t need)
{
    term words[FACTS_WORDS + 5], *hp = words;
    if (!trace_is(p, TRACE_GARBAGE_COLLECTION)) return;
    term list = build_facts(p, FACTS_ALL, &hp);
    if (need) {
        term pair = build_tuple2(&hp, A(wordsize), small((int64_t)need));
        list = build_cons(&hp, pair, list);
    }
    trace_event(p, tag, &list, 1);
}

void trace_schedule(struct process *p, bool in)
{
    struct code_place place;
    term words[TUPLE_WORDS(3)], *hp = words, where = small(0);
    const struct mfa *bif = &p->current_function;
    if (p->in_bif) where = build_tuple3(&hp, bif->module, bif->function, small(bif->arity));
    else if (code_place(p->pc, &place) && is_term(place.name))
        where = build_tuple3(&hp, place.name, place.function, small(place.arity));
    term tag = in ? A(in) : A(out);
    if (p->state == PROCESS_EXITING) tag = in ? A(in_exiting) : A(out_exited);
    trace_event(p, tag, &where, 1);
}

/* `to` is traced as `from` is; with the flag of the first time, neither passes it on any more. */
static void inherit(struct process *from, struct process *to, uint32_t always, uint32_t first)
{
    uint32_t flags = from->trace->flags;
    if (!(flags & (always | first))) return;
    if (!(flags & always)) {
        from->trace->flags &= ~first;
        flags &= ~(first | ONCE | always);
    }
    trace_set(to, flags, ~UINT32_C(0), from->trace->tracer);
}

/* Tracing that all new processes are under (erlang:trace(new, ...)). */
static void trace_new(struct process *child)
{
    const struct process_trace *t = &processes()->trace_new;
    if (t->flags && !same(child->pid, t->tracer)) trace_set(child, t->flags, 0, t->tracer);
}

void trace_spawned(struct process *parent, struct process *child, term module, term function, term args)
{
    trace_new(child);
    if (!parent) return;
    if (trace_is(parent, TRACE_PROCS)) {
        term *hp = heap_alloc(&parent->heap, TUPLE_WORDS(3));
        term mfa = hp ? build_tuple3(&hp, module, function, args) : NIL;
        trace_event(parent, A(spawn), (term[]){child->pid, mfa}, 2);
    }
    if (!parent->trace) return;
    inherit(parent, child, TRACE_SET_ON_SPAWN, TRACE_SET_ON_FIRST_SPAWN);
    if (trace_is(child, TRACE_PROCS)) {
        term *hp = heap_alloc(&parent->heap, TUPLE_WORDS(3));
        term mfa = hp ? build_tuple3(&hp, module, function, args) : NIL;
        trace_event(child, A(spawned), (term[]){parent->pid, mfa}, 2);
    }
}

void trace_linked(struct process *p, struct process *other)
{
    if (p->trace) inherit(p, other, TRACE_SET_ON_LINK, TRACE_SET_ON_FIRST_LINK);
    trace_procs(other, A(getting_linked), p->pid);
}
