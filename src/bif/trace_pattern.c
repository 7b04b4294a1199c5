/* bif/trace_pattern.c - erlang:trace_pattern/2,3: which functions' calls are traced, and how. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "process/state.h"

/* Which functions: each part an atom or number, or '_'. */
struct pattern {
    term module, function, arity;
};

enum setting { SET_OFF, SET_ON, SET_RESTART, SET_PAUSE };

struct request {
    bool global, local, meta, count;
    term meta_tracer;
    enum setting setting;
    struct match_program *match; /* NULL: every call */
    bool no_memory;
};

static bool is_any(term t) { return same(t, A(underscore)); }

/* From the left: what stands behind an '_' must be one too. */
static bool read_pattern(struct pattern *f, term t)
{
    if (!is_tuple_of(t, 3)) return false;
    const term *e = tuple_elements(t);
    *f = (struct pattern){e[0], e[1], e[2]};
    if (!is_atom(e[0]) || !is_atom(e[1]) || !(is_any(e[2]) || is_small(e[2]))) return false;
    return !(is_any(e[0]) && !is_any(e[1])) && !(is_any(e[1]) && !is_any(e[2]));
}

static bool matches(const struct pattern *f, term module, term function, uint32_t arity)
{
    return (is_any(f->module) || same(f->module, module)) && (is_any(f->function) || same(f->function, function)) &&
           (is_any(f->arity) || same(f->arity, small(arity)));
}

static bool read_flag(struct request *r, struct process *p, term flag)
{
    if (same(flag, A(global))) return r->global = true;
    if (same(flag, A(local))) return r->local = true;
    if (same(flag, A(call_count))) return r->count = true;
    if (same(flag, A(meta))) return r->meta_tracer = p->pid, r->meta = true;
    if (!is_tuple_of(flag, 2) || !same(tuple_elements(flag)[0], A(meta))) return false;
    r->meta_tracer = tuple_elements(flag)[1];
    return r->meta = process_find(r->meta_tracer) != NULL;
}

static bool read_flags(struct request *r, struct process *p, term list)
{
    for (; is_cons(list); list = tail(list))
        if (!read_flag(r, p, head(list))) return false;
    if (!r->local && !r->meta && !r->count) r->global = true;
    return is_nil(list) && !(r->global && (r->local || r->meta || r->count));
}

static bool read_setting(struct request *r, term spec)
{
    if (same(spec, A(false))) return r->setting = SET_OFF, true;
    r->setting = SET_ON;
    if (same(spec, A(true)) || is_nil(spec)) return true;
    if (same(spec, A(restart))) return r->setting = SET_RESTART, !r->global;
    if (same(spec, A(pause))) return r->setting = SET_PAUSE, !r->global;
    r->match = match_compile(spec, MATCH_FOR_TRACE | MATCH_FOR_CALLS | MATCH_WITH_ACTIONS, NULL);
    return r->match != NULL;
}

/* -- one point -------------------------------------------------------------------------------- */

static void set_match(struct match_program **to, struct match_program *match)
{
    if (match) match_keep(match);
    if (*to) match_release(*to);
    *to = match;
}

static void apply_count(struct trace_point *t, enum setting setting)
{
    if (setting == SET_ON || (setting == SET_RESTART && t->count)) t->calls = 0, t->paused = false;
    if (setting == SET_PAUSE) t->paused = true;
    if (setting == SET_ON || setting == SET_OFF) t->count = setting == SET_ON;
}

/* What is left of a point that nothing asks for any more goes. */
static void apply(struct trace_point *t, const struct request *r)
{
    bool switches = r->setting == SET_ON || r->setting == SET_OFF;
    if ((r->global || r->local) && switches) {
        t->call = r->setting == SET_ON;
        set_match(&t->match, t->call ? r->match : NULL);
    }
    if (r->meta && switches) {
        t->meta = r->setting == SET_ON ? r->meta_tracer : NO_TERM;
        set_match(&t->meta_match, r->setting == SET_ON ? r->match : NULL);
    }
    if (r->count) apply_count(t, r->setting);
    if (!t->call && !t->count && !is_term(t->meta)) trace_point_free(t);
}

static bool is_loaded(const struct export *e)
{
    return e->loaded && e->bif < 0 && module_row_find(e->module, false) != NULL;
}

/* Global and local tracing of a function exclude each other. */
static void clear_global(struct export *e)
{
    struct trace_point *t = e ? trace_point_global(e, false) : NULL;
    if (t) trace_point_free(t);
}

static void clear_local(struct module *m, term function, uint32_t arity)
{
    for (size_t i = 0; m && i < m->function_count; i++) {
        if (!same(m->functions[i].name, function) || m->functions[i].arity != arity) continue;
        struct trace_point *t = trace_point_local(m, i, false);
        if (!t) return;
        t->call = false;
        if (!t->count && !is_term(t->meta)) trace_point_free(t);
        return;
    }
}

/* -- all that match ------------------------------------------------------------------------------ */

static int64_t set_global(const struct pattern *f, struct request *r)
{
    int64_t count = 0;
    for (size_t i = 0; i < exports_count(); i++) {
        struct export *e = export_at(i);
        if (!e->loaded || !matches(f, e->module, e->function, e->arity)) continue;
        count++;
        if (!is_loaded(e)) continue; /* a BIF: known, but its calls are not seen */
        clear_local(module_current(e->module), e->function, e->arity);
        struct trace_point *t = trace_point_global(e, r->setting == SET_ON);
        if (t) apply(t, r);
        else if (r->setting == SET_ON) r->no_memory = true;
    }
    return count;
}

static int64_t set_module(const struct pattern *f, struct request *r, struct module *m)
{
    int64_t count = 0;
    for (size_t i = 0; i < m->function_count; i++) {
        const struct module_function *function = &m->functions[i];
        if (!matches(f, m->name, function->name, function->arity)) continue;
        count++;
        if (r->local) clear_global(export_find(m->name, function->name, function->arity, false));
        struct trace_point *t = trace_point_local(m, i, r->setting == SET_ON);
        if (t) apply(t, r);
        else if (r->setting == SET_ON) r->no_memory = true;
    }
    return count;
}

static int64_t set_local(const struct pattern *f, struct request *r)
{
    int64_t count = 0;
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module_row *row = module_row_at(i);
        if (row->current && (is_any(f->module) || same(f->module, row->name))) count += set_module(f, r, row->current);
    }
    return count;
}

/* Messages: tracing of `send` and `receive` is on for all, or off. */
static enum bif_end set_event(struct process *p, term event, const struct request *r, term *result)
{
    uint32_t flag = same(event, A(send)) ? TRACE_SEND : TRACE_RECEIVE;
    if (r->match || !r->global || r->setting > SET_ON) return bif_badarg(p);
    processes()->trace_events_off &= ~flag;
    if (r->setting == SET_OFF) processes()->trace_events_off |= flag;
    *result = small(1);
    return BIF_DONE;
}

static enum bif_end set_pattern(struct process *p, term what, struct request *r, term *result)
{
    struct pattern f;
    if (same(what, A(send)) || same(what, A(receive))) return set_event(p, what, r, result);
    if (same(what, A(on_load))) return *result = small(0), BIF_DONE;
    if (!read_pattern(&f, what)) return bif_badarg(p);
    int64_t count = r->global ? set_global(&f, r) : set_local(&f, r);
    bif_charge(p, count);
    *result = small(count);
    return r->no_memory ? bif_no_memory(p) : BIF_DONE;
}

enum bif_end bif_erts_internal_trace_pattern_3(struct process *p, term *args, term *result)
{
    struct request r = {.meta_tracer = NO_TERM};
    if (!read_flags(&r, p, args[2])) return bif_badarg_cause(p, A(badopt));
    if (!read_setting(&r, args[1])) return is_list(args[1]) ? bif_badarg_cause(p, A(match_spec)) : bif_badarg(p);
    if (r.match) match_keep(r.match);
    if (r.match && !r.global && !r.local && !r.meta) {
        match_release(r.match); /* what is only counted is counted whatever the arguments */
        return bif_badarg_cause(p, A(call_count));
    }
    enum bif_end end = set_pattern(p, args[0], &r, result);
    if (r.match) match_release(r.match);
    return end;
}
