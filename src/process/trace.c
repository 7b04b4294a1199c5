/* process/trace.c - trace messages: what has happened to a process or a port, told to its tracers. */
#include "process/trace.h"
#include "process/where.h"
#include "code/code.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/facts.h"
#include "process/port_signal.h"
#include "process/state.h"
#include "term/atoms.h"
#include "term/identity.h"

enum { EVENT_TERMS_MAX = 4 };
#define STAMPS (TRACE_TIMESTAMP | TRACE_MONOTONIC_TIMESTAMP | TRACE_STRICT_MONOTONIC_TIMESTAMP)

term build_trace_stamp(term **hp, uint32_t flags)
{
    if (!(flags & TRACE_TIMESTAMP) && (flags & TRACE_STRICT_MONOTONIC_TIMESTAMP)) {
        term time = build_i64(hp, clock_monotonic());
        return build_tuple2(hp, time, build_i64(hp, ++processes()->unique_last));
    }
    if (!(flags & TRACE_TIMESTAMP) && (flags & TRACE_MONOTONIC_TIMESTAMP)) return build_i64(hp, clock_monotonic());
    if (!(flags & STAMPS)) return NO_TERM;
    int64_t us = processes()->trace_cpu_time ? (int64_t)platform_cpu_ns() / 1000 : clock_now();
    return build_tuple3(hp, small(us / 1000000000000), small(us / 1000000 % 1000000), small(us % 1000000));
}

static struct message *event_message(term id, uint32_t flags, term tag, const term *terms, size_t count)
{
    struct message *m = NULL;
    size_t words = message_words(terms, count, TUPLE_WORDS(5 + EVENT_TERMS_MAX) + TRACE_STAMP_WORDS);
    term element[5 + EVENT_TERMS_MAX] = {A(trace), id, tag}, *hp;
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
    if (flags & TRACE_SCHEDULER_ID) element[n++] = small(1); /* the one there is */
    term stamp = build_trace_stamp(&hp, flags);
    if (is_term(stamp)) element[0] = A(trace_ts), element[n++] = stamp;
    m->value = build_tuple(&hp, n);
    memcpy(tuple_elements(m->value), element, n * sizeof(term));
    m->used = (size_t)(hp - m->words);
    return m;
}

void trace_tell_one(struct relations *r, struct tracee *t, term tag, const term *terms, size_t count)
{
    EXPECT(count <= EVENT_TERMS_MAX);
    struct process *to = process_find(t->tracer);
    if (same(t->tracer, r->owner)) return;
    if (!to && !trace_tracer_lives(t->tracer)) {
        trace_set(&r->trace, t->session, 0, ~UINT32_C(0), NO_TERM);
        return;
    }
    struct message *m = event_message(r->owner, t->flags, tag, terms, count);
    if (!m) return;
    if (to) {
        mailbox_append(to, m);
        return;
    }
    port_signal_send(PORT_SIGNAL_TRACE, t->tracer, r->owner, m->value);
    message_free(m);
}

void trace_tell_all(struct relations *r, uint32_t flags, term tag, const term *terms, size_t count)
{
    for (struct tracee *t = r->trace, *next; t; t = next) {
        next = t->next;
        if (t->flags & flags) trace_tell_one(r, t, tag, terms, count);
    }
}

void trace_tell(struct process *p, uint32_t flags, term tag, const term *terms, size_t count)
{
    if (!p->sensitive) trace_tell_all(&p->relations, flags, tag, terms, count);
}

void trace_related(struct relations *r, term tag, term other)
{
    if (!r->trace) return;
    struct process *p = process_find(r->owner);
    if (p) trace_tell(p, TRACE_PROCS, tag, &other, 1);
    else trace_tell_all(r, TRACE_PORTS, tag, &other, 1);
}

/* -- messages ------------------------------------------------------------------------------------ */

void trace_use_matcher(trace_match_fn *run) { processes()->trace_match = run; }

/* One session's pattern for messages lets this one through; *message becomes what it is to add. */
static bool wants(struct process *p, const struct tracee *t, const struct message_pattern *pattern, const term *args,
                  uint32_t count, term *message)
{
    *message = A(true);
    if (pattern->off) return false;
    if (!pattern->match) return true;
    if (!processes()->trace_match(p, t->session, pattern->match, args, count, message) || same(*message, A(false)))
        return false;
    return !(t->flags & TRACE_SILENT);
}

static term added(term message) { return same(message, A(true)) ? NO_TERM : message; }

void trace_sent(struct process *p, term to, term value, bool exists)
{
    term tag = exists ? A(send) : A(send_to_non_existing_process), message;
    for (struct tracee *t = p->relations.trace, *next; t && !p->sensitive; t = next) {
        next = t->next;
        if (!(t->flags & TRACE_SEND)) continue;
        if (!wants(p, t, &t->session->send, (term[]){to, value}, 2, &message)) continue;
        trace_tell_one(&p->relations, t, tag, (term[]){value, to, added(message)}, 3);
    }
}

void trace_received(struct process *p, term from, term value)
{
    term message;
    for (struct tracee *t = p->relations.trace, *next; t && !p->sensitive; t = next) {
        next = t->next;
        if (!(t->flags & TRACE_RECEIVE)) continue;
        if (!wants(p, t, &t->session->receive, (term[]){node_name(), from, value}, 3, &message)) continue;
        trace_tell_one(&p->relations, t, A(receive), (term[]){value, added(message)}, 2);
    }
}

/* -- collections and scheduling ------------------------------------------------------------------- */

void trace_collection(struct process *p, term tag, size_t need)
{
    term words[FACTS_WORDS + 5], *hp = words;
    if (!trace_is(p, TRACE_GARBAGE_COLLECTION)) return;
    term list = build_facts(p, FACTS_ALL, &hp);
    if (need) {
        term pair = build_tuple2(&hp, A(wordsize), small((int64_t)need));
        list = build_cons(&hp, pair, list);
    }
    trace_tell(p, TRACE_GARBAGE_COLLECTION, tag, &list, 1);
}

/* `exiting` is for what happens after the end has begun, `running` for what comes before. */
static void tell_schedule(struct process *p, bool in)
{
    term words[WHERE_WORDS], *hp = words;
    bool exiting = p->state == PROCESS_EXITING;
    term where = exiting ? NO_TERM : build_where(p, &hp);
    if (!is_term(where)) where = small(0);
    term tag = in ? exiting ? A(in_exiting) : A(in) : exiting ? A(out_exited) : A(out);
    trace_tell(p, TRACE_RUNNING | TRACE_RUNNING_PROCS, tag, &where, 1);
}

void trace_schedule(struct process *p, bool in)
{
    uint64_t now = (uint64_t)clock_monotonic();
    for (struct tracee *t = p->relations.trace; t; t = t->next) {
        if (!in && t->timed) t->timed_used += now - t->timed_since;
        t->timed_since = now;
    }
    if (trace_is(p, TRACE_RUNNING | TRACE_RUNNING_PROCS)) tell_schedule(p, in);
}
