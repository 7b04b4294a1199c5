/* bif/process_monitor.c - monitors and aliases. */
#include "bif/bif.h"
#include "bif/ends.h"
#include "bif/spawn_options.h"
#include "process/registry.h"
#include "process/state.h"
#include "term/identity.h"

/* How. */
struct watching {
    unsigned alias;
    term tag; /* NO_TERM: 'DOWN' */
    bool priority;
};

/* What is to be monitored: `id` found at once, or not to be found (`reason` says why). */
struct watch {
    term type;
    term id;   /* pid, port, node name or undefined: what 'DOWN' names */
    term name; /* registered name, or NO_TERM */
    term reason;
    struct relations *relations;
};

static void watch_id(struct watch *w, term id)
{
    w->id = id;
    w->relations = relations_of(id);
    w->reason = A(noproc);
}

static void watch_name(struct watch *w, term name)
{
    term id = registry_find(name);
    bool fits = is_term(id) && is_local_pid(id) == same(w->type, A(process));
    w->name = name;
    watch_id(w, fits ? id : A(undefined));
}

/* A process or port; false: badarg. */
static bool find_watched(struct watch *w, term what)
{
    bool process = same(w->type, A(process));
    if (process ? is_local_pid(what) : is_local_port(what)) return watch_id(w, what), true;
    if (is_atom(what)) return watch_name(w, what), true;
    if (process ? kind_of(what) == KIND_EXT_PID : kind_of(what) == KIND_EXT_PORT) {
        w->id = what;
        w->reason = is_earlier_life(what) ? A(noproc) : A(noconnection);
        return process || is_earlier_life(what);
    }
    if (!is_tuple_of(what, 2)) return false;
    const term *e = tuple_elements(what);
    if (!is_atom(e[0]) || !is_atom(e[1]) || !same(e[1], node_name())) return false;
    return watch_name(w, e[0]), true;
}

static enum bif_end watch_clock(struct process *p, term what, struct watch *w)
{
    if (!same(what, A(clock_service))) return bif_badarg(p);
    w->relations = &processes()->clock_service;
    return BIF_DONE;
}

/* A process does not watch itself: the reference means nothing. */
static enum bif_end watch_self(struct process *p, term *result)
{
    return bif_value(p, process_new_reference(&p->heap), result);
}

static enum bif_end no_target(struct process *p, struct monitor *m, const struct watch *w)
{
    term tag = m->tag ? m->tag->value : NO_TERM;
    struct down down = {m->entry.number, w->type, w->id, w->name, m->priority};
    bool sent = monitor_send_down(p, tag, &down, w->reason);
    monitor_end(m);
    return sent ? BIF_DONE : bif_no_memory(p);
}

static enum bif_end monitor(struct process *p, term type, term what, const struct watching *how, term *result)
{
    struct watch w = {.type = type, .name = NO_TERM, .id = A(undefined)};
    if (same(type, A(time_offset))) {
        if (watch_clock(p, what, &w) != BIF_DONE) return BIF_RAISE;
    } else if (!same(type, A(process)) && !same(type, A(port))) {
        return bif_badarg_cause(p, A(badtype));
    } else if (!find_watched(&w, what)) {
        return bif_badarg(p);
    }
    if (w.relations == &p->relations) return watch_self(p, result);
    term *hp = heap_alloc(&p->heap, LOCAL_REF_WORDS);
    struct monitor *m = hp ? monitor_make(&p->relations, w.relations, type) : NULL;
    if (!m) return bif_no_memory(p);
    m->alias = (uint8_t)how->alias;
    m->priority = how->priority;
    m->name = w.name;
    if (is_term(how->tag) && !(m->tag = message_lasting(how->tag, 0, NULL))) {
        monitor_free(m);
        return bif_no_memory(p);
    }
    *result = build_local_ref(&hp, m->entry.number, m->entry.high);
    return w.relations ? BIF_DONE : no_target(p, m, &w);
}

enum bif_end bif_erlang_monitor_2(struct process *p, term *args, term *result)
{
    return monitor(p, args[0], args[1], &(struct watching){.alias = ALIAS_NONE, .tag = NO_TERM}, result);
}

enum bif_end bif_erlang_monitor_3(struct process *p, term *args, term *result)
{
    struct watching how;
    if (!monitor_options_read(args[2], &how.alias, &how.tag, &how.priority)) return bif_badarg_cause(p, A(badopt));
    return monitor(p, args[0], args[1], &how, result);
}

/* -- demonitor --------------------------------------------------------------------------- */

enum demonitor_end { DEMONITOR_DONE, DEMONITOR_NONE, DEMONITOR_MANY, DEMONITOR_BAD };

static enum demonitor_end demonitor(struct process *p, term reference)
{
    if (!is_ref(reference) || is_remote(reference)) return DEMONITOR_BAD;
    struct monitor *m = monitor_find(reference);
    if (!m || m->origin != &p->relations || !m->target) return DEMONITOR_NONE;
    bool many = same(m->type, A(time_offset));
    monitor_end(m);
    return many ? DEMONITOR_MANY : DEMONITOR_DONE;
}

enum bif_end bif_erlang_demonitor_1(struct process *p, term *args, term *result)
{
    *result = A(true);
    return demonitor(p, args[0]) == DEMONITOR_BAD ? bif_badarg(p) : BIF_DONE;
}

/* The 'DOWN' message may be in the queue already: Erlang code takes it out. */
static enum bif_end flush(struct process *p, term *args, term reference, bool many, term value)
{
    args[0] = reference;
    args[1] = boolean(many);
    args[2] = value;
    return bif_call(p, A(erts_internal), A(flush_monitor_messages), 3);
}

enum bif_end bif_erlang_demonitor_2(struct process *p, term *args, term *result)
{
    bool wants_flush = false, wants_info = false;
    term list = args[1];
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(flush))) wants_flush = true;
        else if (same(head(list), A(info))) wants_info = true;
        else return bif_badarg(p);
    }
    if (!is_nil(list)) return bif_badarg(p);
    enum demonitor_end end = demonitor(p, args[0]);
    if (end == DEMONITOR_BAD) return bif_badarg(p);
    *result = boolean(!wants_info || end != DEMONITOR_NONE);
    if (wants_flush && end != DEMONITOR_DONE) return flush(p, args, args[0], end == DEMONITOR_MANY, *result);
    return BIF_DONE;
}

/* -- aliases ------------------------------------------------------------------------------- */

static enum bif_end make_alias(struct process *p, unsigned mode, bool priority, term *result)
{
    term *hp = heap_alloc(&p->heap, LOCAL_REF_WORDS);
    struct monitor *m = hp ? monitor_make(&p->relations, NULL, NO_TERM) : NULL;
    if (!m) return bif_no_memory(p);
    m->alias = (uint8_t)mode;
    m->priority = priority;
    *result = build_local_ref(&hp, m->entry.number, m->entry.high);
    return BIF_DONE;
}

enum bif_end bif_erlang_alias_0(struct process *p, term *args, term *result)
{
    (void)args;
    return make_alias(p, ALIAS_EXPLICIT, false, result);
}

enum bif_end bif_erlang_alias_1(struct process *p, term *args, term *result)
{
    unsigned mode = ALIAS_EXPLICIT;
    bool priority = false;
    term list = args[0];
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(explicit_unalias))) mode = ALIAS_EXPLICIT;
        else if (same(head(list), A(reply))) mode = ALIAS_REPLY;
        else if (is_priority_option(head(list))) priority = true;
        else return bif_badarg(p);
    }
    return is_nil(list) ? make_alias(p, mode, priority, result) : bif_badarg(p);
}

enum bif_end bif_erlang_unalias_1(struct process *p, term *args, term *result)
{
    if (!is_ref(args[0])) return bif_badarg(p);
    struct monitor *m = monitor_find(args[0]);
    *result = A(false);
    if (!m || m->origin != &p->relations || m->alias == ALIAS_NONE) return BIF_DONE;
    *result = A(true);
    m->alias = ALIAS_NONE;
    if (!m->target) monitor_free(m);
    return BIF_DONE;
}
