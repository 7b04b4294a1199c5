/* bif/trace_info.c - erlang:trace_info/2: how a process or port, new ones, a function, or messages are traced. */
#include "bif/call_trace.h"
#include "bif/ends.h"
#include "bif/trace_flags.h"
#include "bif/trace_frame.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "io/port.h"
#include "memory/settings.h"
#include "process/state.h"
#include <stdlib.h>

static enum bif_end pair(struct process *p, term name, term value, term *result)
{
    return bif_value(p, is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM, result);
}

/* A tracer that is gone traces nobody. */
static enum bif_end info_of_flags(struct process *p, uint32_t flags, term tracer, term item, term *result)
{
    bool traced = flags && trace_tracer_lives(tracer);
    if (same(item, A(flags))) return pair(p, item, trace_flags_list(&p->heap, traced ? flags : 0), result);
    if (!same(item, A(tracer))) return bif_badarg(p);
    return pair(p, item, traced ? tracer : NIL, result);
}

static enum bif_end info_of_new(struct process *p, struct trace_default *d, term item, term *result)
{
    if (d->flags && !trace_tracer_lives(d->tracer)) d->flags = 0;
    return info_of_flags(p, d->flags, d->tracer, item, result);
}

static enum bif_end info_of_tracee(struct process *p, struct trace_session *s, term id, term item, term *result)
{
    struct process *of = process_find(id);
    struct port *port = of ? NULL : port_find(id);
    if (is_pid(id) && !same(item, A(flags)) && !same(item, A(tracer))) return bif_badarg(p);
    if (!of && !port) return *result = A(undefined), BIF_DONE;
    const struct tracee *t = trace_find(of ? of->relations.trace : port->relations.trace, s);
    return info_of_flags(p, t ? t->flags : 0, t ? t->tracer : NIL, item, result);
}

/* -- functions --------------------------------------------------------------------------------- */

struct traced {
    bool exists;
    const struct call_pattern *global, *local; /* the same one, of a BIF */
};

static const struct call_pattern *pattern_in(struct trace_point *t, const struct trace_session *s)
{
    return t ? call_pattern_of(t, s, false) : NULL;
}

static struct traced find_traced(const struct trace_session *s, term module, term function, uint32_t arity)
{
    struct traced t = {false, NULL, NULL};
    struct export *e = export_find(module, function, arity, false);
    struct module *m = module_current(module);
    if (e && e->loaded) t.exists = true, t.global = pattern_in(trace_point_global(e, false), s);
    if (e && e->bif >= 0) t.local = t.global;
    for (uint32_t i = 0; m && i < m->function_count; i++) {
        struct module_function f = module_function(m, i);
        if (same(f.name, function) && f.arity == arity)
            t.exists = true, t.local = pattern_in(trace_point_local(m, i, false), s);
    }
    return t;
}

/* The function that {M, F, A} names; false: it is no such tuple. */
static bool find_function(const struct trace_session *s, term what, struct traced *t)
{
    const term *e = tuple_elements(what);
    if (tuple_arity(what) != 3 || !is_atom(e[0]) || !is_atom(e[1]) || !is_small(e[2])) return false;
    *t = find_traced(s, e[0], e[1], (uint32_t)small_value(e[2]));
    return true;
}

/* Global, else local, else none. */
static const struct call_pattern *plain_of(const struct traced *t)
{
    if (t->global && t->global->call) return t->global;
    return t->local && t->local->call ? t->local : NULL;
}

/* A specification as it was given, or [] for every call. */
static term spec_of(struct process *p, const struct match_program *match)
{
    return match ? heap_copy(&p->heap, match_source(match)) : NIL;
}

static bool measures_memory(void) { return settings() && atoi(settings()->otp_release) >= 26; }

/* [{Pid, Calls, Seconds, Microseconds}], or [{Pid, Calls, Words}]; NO_TERM: no memory. */
static term costs_list(struct process *p, const struct call_costs *c, bool time)
{
    term list = NIL;
    for (size_t i = 0; i < c->room && is_term(list); i++) {
        const struct call_cost *k = &c->slots[i];
        if (!is_term(k->pid)) continue;
        uint64_t us = k->amount / 1000;
        term calls = heap_u64(&p->heap, k->calls), words = heap_u64(&p->heap, k->amount);
        term *hp = heap_alloc(&p->heap, TUPLE_WORDS(4) + CONS_WORDS);
        if (!hp || !is_term(calls) || !is_term(words)) return NO_TERM;
        term row =
            time ? build_tuple4(&hp, k->pid, calls, small((int64_t)(us / 1000000)), small((int64_t)(us % 1000000)))
                 : build_tuple3(&hp, k->pid, calls, words);
        list = build_cons(&hp, row, list);
        heap_give_back(&p->heap, hp);
    }
    return list;
}

/* The value of an item; A(badarg): there is no such item. */
static term function_item(struct process *p, const struct traced *t, term item)
{
    const struct call_pattern *plain = plain_of(t), *l = t->local;
    if (same(item, A(traced))) return !plain ? A(false) : plain->global ? A(global) : A(local);
    if (same(item, A(match_spec))) return plain ? spec_of(p, plain->match) : A(false);
    if (same(item, A(meta))) return l && l->meta ? l->meta_tracer : NIL;
    if (same(item, A(meta_match_spec))) return l && l->meta ? spec_of(p, l->meta_match) : A(false);
    if (same(item, A(call_count))) return l && l->count ? heap_u64(&p->heap, l->calls) : A(false);
    if (same(item, A(call_time))) return l && l->time ? costs_list(p, l->time, true) : A(false);
    if (same(item, A(call_memory)) && measures_memory())
        return l && l->memory ? costs_list(p, l->memory, false) : A(false);
    return A(badarg);
}

static bool is_traced(const struct traced *t) { return plain_of(t) || (t->local && !call_pattern_is_empty(t->local)); }

static term all_items(struct process *p, const struct traced *t)
{
    const term names[] = {A(call_count), A(call_time),  A(call_memory), A(meta_match_spec),
                          A(meta),       A(match_spec), A(traced)};
    term list = NIL;
    for (size_t i = 0; i < sizeof names / sizeof *names && is_term(list); i++) {
        if (same(names[i], A(call_memory)) && !measures_memory()) continue;
        term value = function_item(p, t, names[i]);
        if (same(names[i], A(meta)) && is_nil(value)) value = A(false);
        term row = is_term(value) ? heap_tuple2(&p->heap, names[i], value) : NO_TERM;
        list = is_term(row) ? heap_cons(&p->heap, row, list) : NO_TERM;
    }
    return list;
}

static enum bif_end info_of_function(struct process *p, struct trace_session *s, term what, term item, term *result)
{
    struct traced t;
    if (!find_function(s, what, &t)) return bif_badarg(p);
    if (!t.exists) return pair(p, item, A(undefined), result);
    if (!is_traced(&t)) return pair(p, item, A(false), result);
    trace_costs_flush(s);
    term value = same(item, A(all)) ? all_items(p, &t) : function_item(p, &t, item);
    return same(value, A(badarg)) ? bif_badarg(p) : pair(p, item, value, result);
}

/* -- functions to come, and messages ------------------------------------------------------------------- */

static term on_load_item(struct process *p, const struct call_pattern *c, term item)
{
    if (same(item, A(traced))) return c->global ? A(global) : c->call ? A(local) : A(false);
    if (same(item, A(match_spec))) return c->call ? spec_of(p, c->match) : A(false);
    if (same(item, A(meta))) return c->meta ? c->meta_tracer : A(false);
    if (same(item, A(meta_match_spec))) return c->meta ? spec_of(p, c->meta_match) : A(false);
    if (same(item, A(call_count))) return boolean(c->count);
    if (same(item, A(call_time))) return boolean(c->time_new);
    if (same(item, A(call_memory)) && measures_memory()) return boolean(c->memory_new);
    return A(badarg);
}

static enum bif_end info_of_on_load(struct process *p, const struct call_pattern *c, term item, term *result)
{
    const term names[] = {A(call_count), A(meta_match_spec), A(meta), A(match_spec), A(traced)};
    if (!c || call_pattern_is_empty(c)) return pair(p, item, A(false), result);
    if (!same(item, A(all))) {
        term value = on_load_item(p, c, item);
        return same(value, A(badarg)) ? bif_badarg(p) : pair(p, item, value, result);
    }
    term list = NIL;
    for (size_t i = 0; i < sizeof names / sizeof *names && is_term(list); i++) {
        term value = on_load_item(p, c, names[i]);
        term row = is_term(value) ? heap_tuple2(&p->heap, names[i], value) : NO_TERM;
        list = is_term(row) ? heap_cons(&p->heap, row, list) : NO_TERM;
    }
    return pair(p, item, list, result);
}

static enum bif_end info_of_messages(struct process *p, const struct message_pattern *m, term item, term *result)
{
    if (!same(item, A(match_spec))) return bif_badarg(p);
    return pair(p, item, m->off ? A(false) : m->match ? spec_of(p, m->match) : A(true), result);
}

static enum bif_end info_of_system(struct process *p, const struct trace_session *s, term item, term *result)
{
    if (!same(item, A(all))) return bif_badarg_cause(p, A(badopt));
    term list = system_monitor_list(p, &s->monitoring);
    return pair(p, A(system), is_tuple(list) ? tuple_elements(list)[1] : is_term(list) ? NIL : list, result);
}

enum trace_interest trace_interest_in(struct trace_session *s, term what)
{
    bool traced;
    if (same(what, A(on_load))) traced = s->on_load && !call_pattern_is_empty(s->on_load);
    else if (same(what, A(send))) traced = !s->send.off;
    else if (same(what, A(receive))) traced = !s->receive.off;
    else if (same(what, A(new)) || same(what, A(new_processes))) traced = s->new_processes.flags;
    else if (same(what, A(new_ports))) traced = s->new_ports.flags;
    else if (is_tuple_of(what, 3)) {
        struct traced t;
        if (!find_function(s, what, &t)) return TRACE_NO_SUCH_THING;
        if (!t.exists) return TRACE_UNDEFINED;
        traced = is_traced(&t);
    } else return TRACE_NO_SUCH_THING;
    return traced ? TRACE_TRACED : TRACE_NOT_TRACED;
}

enum bif_end trace_info_of(struct process *p, struct trace_session *s, term *args, term *result)
{
    term what = args[0], item = args[1];
    if (same(what, A(on_load))) return info_of_on_load(p, s->on_load, item, result);
    if (same(what, A(send))) return info_of_messages(p, &s->send, item, result);
    if (same(what, A(receive))) return info_of_messages(p, &s->receive, item, result);
    if (same(what, A(new)) || same(what, A(new_processes))) return info_of_new(p, &s->new_processes, item, result);
    if (same(what, A(new_ports))) return info_of_new(p, &s->new_ports, item, result);
    if (same(what, A(system)) && s->number && otp_at_least(28)) return info_of_system(p, s, item, result);
    if (is_local_pid(what) || is_local_port(what)) return info_of_tracee(p, s, what, item, result);
    if (is_tuple(what)) return info_of_function(p, s, what, item, result);
    if (is_earlier_life(what) && is_pid(what)) return *result = A(undefined), BIF_DONE;
    return bif_badarg_cause(p, A(badopt));
}

enum bif_end bif_erlang_trace_info_2(struct process *p, term *args, term *result)
{
    return trace_info_of(p, trace_sessions(), args, result);
}
