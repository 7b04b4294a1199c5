/* bif/trace_info.c - erlang:trace_info/2: how a process, new ones, or a function are traced. */
#include "bif/call_trace.h"
#include "bif/ends.h"
#include "bif/trace_flags.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "process/state.h"

static enum bif_end pair(struct process *p, term name, term value, term *result)
{
    return bif_value(p, is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM, result);
}

static enum bif_end info_of_trace(struct process *p, const struct process_trace *t, term item, term *result)
{
    if (same(item, A(flags))) return pair(p, item, trace_flags_list(&p->heap, t ? t->flags : 0), result);
    if (!same(item, A(tracer))) return bif_badarg(p);
    return pair(p, item, t && t->flags ? t->tracer : NIL, result);
}

/* A tracer that is gone does not trace new processes either. */
static enum bif_end info_of_new(struct process *p, term item, term *result)
{
    struct process_trace *t = &processes()->trace_new;
    if (t->flags && !process_find(t->tracer) && !is_local_port(t->tracer)) t->flags = 0;
    return info_of_trace(p, t, item, result);
}

static enum bif_end info_of_process(struct process *p, term pid, term item, term *result)
{
    struct process *of = process_find(pid);
    if (!same(item, A(flags)) && !same(item, A(tracer))) return bif_badarg(p);
    if (of) return info_of_trace(p, of->trace, item, result);
    *result = A(undefined);
    return BIF_DONE;
}

/* -- functions --------------------------------------------------------------------------------- */

struct traced {
    bool exists;
    const struct trace_point *global, *local;
};

static struct traced find_traced(term module, term function, uint32_t arity)
{
    struct traced t = {false, NULL, NULL};
    struct export *e = export_find(module, function, arity, false);
    struct module *m = module_current(module);
    if (e && e->loaded) t.exists = true, t.global = trace_point_global(e, false);
    for (size_t i = 0; m && i < m->function_count; i++)
        if (same(m->functions[i].name, function) && m->functions[i].arity == arity)
            t.exists = true, t.local = trace_point_local(m, i, false);
    return t;
}

static const struct trace_point *plain_of(const struct traced *t)
{
    if (t->global && t->global->call) return t->global;
    return t->local && t->local->call ? t->local : NULL;
}

/* A specification as it was given, or [] for every call. */
static term spec_of(struct process *p, const struct match_program *match)
{
    return match ? heap_copy(&p->heap, match_source(match)) : NIL;
}

static bool is_meta(const struct traced *t) { return t->local && is_term(t->local->meta); }

/* The value of an item; A(badarg): there is no such item. */
static term function_item(struct process *p, const struct traced *t, term item)
{
    const struct trace_point *plain = plain_of(t);
    if (same(item, A(traced))) return !plain ? A(false) : plain->target ? A(global) : A(local);
    if (same(item, A(match_spec))) return plain ? spec_of(p, plain->match) : A(false);
    if (same(item, A(meta))) return is_meta(t) ? t->local->meta : A(false);
    if (same(item, A(meta_match_spec))) return is_meta(t) ? spec_of(p, t->local->meta_match) : A(false);
    if (same(item, A(call_count))) return t->local && t->local->count ? heap_u64(&p->heap, t->local->calls) : A(false);
    if (same(item, A(call_time)) || same(item, A(call_memory))) return A(false);
    return A(badarg);
}

static term all_items(struct process *p, const struct traced *t)
{
    const term names[] = {A(call_count), A(call_time), A(meta_match_spec), A(meta), A(match_spec), A(traced)};
    term list = NIL;
    if (!plain_of(t) && !is_meta(t) && !(t->local && t->local->count)) return A(false);
    for (size_t i = 0; i < sizeof names / sizeof *names && is_term(list); i++) {
        term value = function_item(p, t, names[i]);
        term row = is_term(value) ? heap_tuple2(&p->heap, names[i], value) : NO_TERM;
        list = is_term(row) ? heap_cons(&p->heap, row, list) : NO_TERM;
    }
    return list;
}

static enum bif_end info_of_function(struct process *p, const term *e, term item, term *result)
{
    if (!is_atom(e[0]) || !is_atom(e[1]) || !is_small(e[2])) return bif_badarg(p);
    struct traced t = find_traced(e[0], e[1], (uint32_t)small_value(e[2]));
    bool all = same(item, A(all));
    term value = all ? all_items(p, &t) : function_item(p, &t, item);
    if (!all && same(value, A(badarg))) return bif_badarg(p);
    return pair(p, item, t.exists ? value : A(undefined), result);
}

static enum bif_end info_of_event(struct process *p, term event, term item, term *result)
{
    uint32_t flag = same(event, A(send)) ? TRACE_SEND : TRACE_RECEIVE;
    if (!same(item, A(match_spec))) return bif_badarg(p);
    return pair(p, item, processes()->trace_events_off & flag ? A(false) : A(true), result);
}

enum bif_end bif_erlang_trace_info_2(struct process *p, term *args, term *result)
{
    term what = args[0], item = args[1];
    if (is_local_pid(what)) return info_of_process(p, what, item, result);
    if (same(what, A(new)) || same(what, A(new_processes))) return info_of_new(p, item, result);
    if (same(what, A(new_ports))) return info_of_trace(p, NULL, item, result);
    if (is_local_port(what)) return info_of_trace(p, NULL, item, result);
    if (is_tuple_of(what, 3)) return info_of_function(p, tuple_elements(what), item, result);
    if (same(what, A(send)) || same(what, A(receive))) return info_of_event(p, what, item, result);
    if (same(what, A(on_load))) return pair(p, item, A(false), result);
    if (is_earlier_life(what) && is_pid(what)) return *result = A(undefined), BIF_DONE;
    return bif_badarg_cause(p, A(badopt));
}
