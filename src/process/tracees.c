/* process/tracees.c - who is traced, by which session, and who becomes it by spawning and linking. */
#include "heap/build.h"
#include "memory/memory.h"
#include "process/state.h"
#include "term/atoms.h"

/* What a child gets of a parent that is traced with set_on_first_spawn: all but the flags of the first time. */
#define ONCE (TRACE_SET_ON_FIRST_SPAWN | TRACE_SET_ON_FIRST_LINK)

struct trace_session *trace_sessions(void) { return &processes()->trace; }

struct trace_session *trace_session_numbered(uint64_t number)
{
    struct trace_session *s = trace_sessions();
    while (s && s->number != number) s = s->next;
    return s;
}

void trace_ports_asked_by(bool (*lives)(term port)) { processes()->port_lives = lives; }

bool trace_tracer_lives(term tracer)
{
    bool (*port_lives)(term port) = processes()->port_lives;
    if (is_local_port(tracer)) return port_lives && port_lives(tracer);
    return process_find(tracer);
}

struct tracee *trace_find(struct tracee *first, const struct trace_session *s)
{
    while (first && first->session != s) first = first->next;
    return first;
}

static void remove_tracee(struct tracee **first, struct tracee *t)
{
    while (*first != t) first = &(*first)->next;
    *first = t->next;
    memory_free(MEMORY_PROCESS, t);
}

void trace_forget(struct tracee **first)
{
    while (*first) remove_tracee(first, *first);
}

bool trace_set(struct tracee **first, struct trace_session *s, uint32_t set, uint32_t clear, term tracer)
{
    struct tracee *t = trace_find(*first, s);
    uint32_t flags = ((t ? t->flags : 0) & ~clear) | set;
    if (flags == 0) {
        if (t) remove_tracee(first, t);
        return true;
    }
    if (!t) {
        t = memory_alloc_zeroed(MEMORY_PROCESS, sizeof *t);
        if (!t) return false;
        *t = (struct tracee){.next = *first, .session = s, .tracer = tracer};
        *first = t;
    }
    t->flags = flags;
    if (is_term(tracer)) t->tracer = tracer;
    return true;
}

/* `to` is traced as `from` says; with the flag of the first time, neither passes it on any more. */
static void inherit(struct tracee *from, struct process *to, uint32_t always, uint32_t first)
{
    uint32_t flags = from->flags;
    if (!(flags & (always | first)) || same(to->pid, from->tracer)) return;
    if (!(flags & always)) {
        from->flags &= ~first;
        flags &= ~(first | ONCE | always);
    }
    trace_set(&to->relations.trace, from->session, flags, ~UINT32_C(0), from->tracer);
}

static void inherit_all(struct process *from, struct process *to, uint32_t always, uint32_t first)
{
    for (struct tracee *t = from->relations.trace; t; t = t->next) inherit(t, to, always, first);
}

/* Tracing that all new processes are under (erlang:trace(new, ...)). */
static void trace_new(struct process *child)
{
    for (struct trace_session *s = trace_sessions(); s; s = s->next) {
        const struct trace_default *d = &s->new_processes;
        if (d->flags && !same(child->pid, d->tracer)) trace_set(&child->relations.trace, s, d->flags, 0, d->tracer);
    }
}

/* {trace, Of, Tag, Other, {M, F, Args}} */
static void tell_spawn(struct process *of, term tag, struct heap *h, term other, term mfa[3])
{
    if (!trace_is(of, TRACE_PROCS)) return;
    term *hp = heap_alloc(h, TUPLE_WORDS(3));
    term call = hp ? build_tuple3(&hp, mfa[0], mfa[1], mfa[2]) : NIL;
    trace_tell(of, TRACE_PROCS, tag, (term[]){other, call}, 2);
}

void trace_spawned(struct process *parent, struct process *child, term module, term function, term args)
{
    term mfa[] = {module, function, args};
    trace_new(child);
    if (!parent) return;
    tell_spawn(parent, A(spawn), &parent->heap, child->pid, mfa);
    inherit_all(parent, child, TRACE_SET_ON_SPAWN, TRACE_SET_ON_FIRST_SPAWN);
    tell_spawn(child, A(spawned), &parent->heap, parent->pid, mfa);
}

void trace_linked(struct process *p, struct process *other)
{
    inherit_all(p, other, TRACE_SET_ON_LINK, TRACE_SET_ON_FIRST_LINK);
    trace_procs(other, A(getting_linked), p->pid);
}
