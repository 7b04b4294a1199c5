/* bif/trace_pattern.c - erlang:trace_pattern/2,3: which functions' calls, and which messages, are traced, and how. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "bif/function_pattern.h"
#include "bif/match_guards.h"
#include "bif/trace_flags.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "process/state.h"
#include <stdlib.h>

enum setting { SET_OFF, SET_ON, SET_RESTART, SET_PAUSE };

struct request {
    struct trace_session *session;
    bool global; /* asked for by name; without `breakpoint` it is what is meant anyway */
    bool breakpoint, local, meta, count, time, memory;
    term meta_tracer;
    enum setting setting;
    struct match_program *match, *meta_match; /* NULL: every call */
    bool no_memory;
    struct match_errors errors; /* of the match specification */
};

/* -- what is asked for --------------------------------------------------------------------------------- */

static bool has_call_memory(void) { return settings() && atoi(settings()->otp_release) >= 26; }

/* {meta, Tracer}, {meta, Module, State} */
static bool read_meta_tracer(struct request *r, term t)
{
    const term *e = is_tuple(t) ? tuple_elements(t) : NULL;
    if (!e || tuple_arity(t) < 2 || tuple_arity(t) > 3 || !same(e[0], A(meta))) return false;
    if (tuple_arity(t) == 3 && !same(e[1], A(erl_tracer))) return false;
    r->meta_tracer = trace_tracer_of(e[tuple_arity(t) - 1]);
    return r->meta = is_term(r->meta_tracer);
}

static bool read_flag(struct request *r, struct process *p, term flag)
{
    bool breakpoint = r->breakpoint;
    if (same(flag, A(global))) return r->global = true, !breakpoint;
    r->breakpoint = true;
    if (is_tuple(flag)) return !trace_session_has_tracer(r->session) && read_meta_tracer(r, flag);
    if (r->global) return false;
    if (same(flag, A(local))) return r->local = true;
    if (same(flag, A(call_count))) return r->count = true;
    if (same(flag, A(call_time))) return r->time = true;
    if (same(flag, A(call_memory)) && has_call_memory()) return r->memory = true;
    if (same(flag, A(meta)) && is_nil(r->meta_tracer)) r->meta_tracer = trace_session_tracer(r->session, p);
    return same(flag, A(meta)) && (r->meta = true);
}

static bool read_flags(struct request *r, struct process *p, term list)
{
    for (; is_cons(list); list = tail(list))
        if (!read_flag(r, p, head(list))) return false;
    return is_nil(list);
}

/* What special forms a specification may have depends on what it is for. */
static bool read_setting(struct request *r, term what, term spec)
{
    int dialect = MATCH_FOR_TRACE;
    r->setting = same(spec, A(false)) ? SET_OFF : same(spec, A(restart)) ? SET_RESTART : SET_ON;
    if (same(spec, A(pause))) r->setting = SET_PAUSE;
    if (r->setting != SET_ON || same(spec, A(true)) || is_nil(spec)) return true;
    if (!same(what, A(receive))) dialect |= MATCH_WITH_ACTIONS;
    if (!same(what, A(send)) && !same(what, A(receive))) dialect |= MATCH_FOR_CALLS;
    r->match = r->meta_match = match_compile(spec, dialect, &r->errors);
    if (r->match) match_keep(r->match);
    return r->match != NULL;
}

/* -- one pattern -------------------------------------------------------------------------------------- */

static void set_match(struct match_program **to, struct match_program *match)
{
    if (match) match_keep(match);
    if (*to) match_release(*to);
    *to = match;
}

static void set_call(struct call_pattern *c, bool global, const struct request *r)
{
    c->call = true;
    c->global = global;
    set_match(&c->match, r->match);
}

static void clear_call(struct call_pattern *c)
{
    c->call = c->global = false;
    set_match(&c->match, NULL);
}

static void set_count(struct call_pattern *c, enum setting setting)
{
    if (setting == SET_ON || (setting == SET_RESTART && c->count)) c->calls = 0, c->count_paused = false;
    if (setting == SET_PAUSE) c->count_paused = true;
    if (setting == SET_ON || setting == SET_OFF) c->count = setting == SET_ON;
}

/* False: no memory. */
static bool set_costs(struct call_costs **costs, enum setting setting)
{
    if (setting == SET_OFF) {
        call_costs_free(*costs);
        *costs = NULL;
    } else if (setting == SET_ON && !*costs) {
        *costs = call_costs_open();
        return *costs != NULL;
    } else if (*costs && setting == SET_PAUSE) {
        (*costs)->paused = true;
    } else if (*costs) {
        call_costs_reset(*costs);
    }
    return true;
}

/* What the request says of breakpoints. */
static void set_breakpoint(struct call_pattern *c, struct request *r)
{
    bool on = r->setting != SET_OFF;
    if (r->local && on) set_call(c, false, r);
    else if (r->local && !c->global) clear_call(c);
    if (r->meta) {
        c->meta = on;
        c->meta_tracer = on ? r->meta_tracer : NIL;
        set_match(&c->meta_match, on ? r->meta_match : NULL);
    }
    if (r->count) set_count(c, r->setting);
    if (r->time && !set_costs(&c->time, r->setting)) r->no_memory = true;
    if (r->memory && !set_costs(&c->memory, r->setting)) r->no_memory = true;
}

/* -- all that match ------------------------------------------------------------------------------------ */

/* Global tracing of exports is set, or cleared: by request, or because breakpoints come in its place. */
static int64_t set_exports(const struct function_pattern *f, struct request *r)
{
    int64_t count = 0;
    bool set = r->setting != SET_OFF && !r->breakpoint;
    for (size_t i = 0; i < exports_count(); i++) {
        struct export *e = export_at(i);
        if (!e->loaded || !function_pattern_matches(f, e->module, e->function, e->arity)) continue;
        count++;
        struct trace_point *t = trace_point_global(e, set);
        struct call_pattern *c = t ? call_pattern_of(t, r->session, set) : NULL;
        if (set && !c) r->no_memory = true;
        if (c && set) {
            call_pattern_clear(c);
            set_call(c, true, r);
        } else if (c && c->global) {
            clear_call(c);
        }
        if (t) trace_point_tidy(t);
    }
    return count;
}

/* Breakpoints in functions are set, or cleared: by request, or because global tracing comes in their place. */
static int64_t set_functions(const struct function_pattern *f, struct request *r, struct module *m)
{
    int64_t count = 0;
    bool set = r->breakpoint && r->setting != SET_OFF;
    for (uint32_t i = 0; i < m->function_count; i++) {
        struct module_function function = module_function(m, i);
        if (!function_pattern_matches(f, m->name, function.name, function.arity)) continue;
        count++;
        struct trace_point *t = trace_point_local(m, i, set);
        struct call_pattern *c = t ? call_pattern_of(t, r->session, set) : NULL;
        if (set && !c) r->no_memory = true;
        if (c && r->breakpoint) set_breakpoint(c, r);
        else if (c && r->setting != SET_OFF && !c->global) call_pattern_clear(c);
        if (t) trace_point_tidy(t);
    }
    return count;
}

/* A module's functions, or of all. */
static int64_t set_points(const struct function_pattern *f, struct request *r)
{
    int64_t functions = 0, exports = 0;
    if (r->setting != SET_OFF || !r->breakpoint) exports = set_exports(f, r);
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module_row *row = module_row_at(i);
        if (!row->current || !(is_any(f->module) || same(f->module, row->name))) continue;
        functions += set_functions(f, r, row->current);
    }
    trace_points_settle();
    return r->breakpoint ? functions : exports;
}

/* -- functions of modules to come ------------------------------------------------------------------------ */

static bool is_breakpoint(const struct call_pattern *c) { return c && !call_pattern_is_empty(c) && !c->global; }

static void add_on_load(struct call_pattern *c, const struct request *r)
{
    if (r->local || !r->breakpoint) set_call(c, !r->breakpoint, r);
    if (r->meta) {
        c->meta = true;
        c->meta_tracer = r->meta_tracer;
        set_match(&c->meta_match, r->meta_match);
    }
    if (r->setting != SET_ON) return;
    c->count |= r->count, c->time_new |= r->time, c->memory_new |= r->memory;
}

static void remove_on_load(struct call_pattern *c, const struct request *r)
{
    if (r->local) clear_call(c);
    if (r->meta) c->meta = false;
    c->count &= !r->count, c->time_new &= !r->time, c->memory_new &= !r->memory;
}

/* Breakpoints and global tracing take each other's place when they are turned on; turning one off does nothing to the
 * other. */
static void set_on_load(struct request *r)
{
    struct call_pattern *c = r->session->on_load;
    if (!c && r->setting == SET_OFF) return;
    if (!c) c = r->session->on_load = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *c);
    if (!c) {
        r->no_memory = true;
        return;
    }
    bool other = is_breakpoint(c) != r->breakpoint && !call_pattern_is_empty(c);
    if (r->setting == SET_OFF) {
        if (other) return;
        if (r->breakpoint) remove_on_load(c, r);
        else call_pattern_clear(c);
        return;
    }
    if (other) call_pattern_clear(c);
    add_on_load(c, r);
}

void trace_pattern_loaded(struct module *m)
{
    struct function_pattern all = {m->name, A(underscore), A(underscore)};
    for (struct trace_session *s = trace_sessions(); s; s = s->next) {
        const struct call_pattern *c = s->on_load;
        if (!c || call_pattern_is_empty(c)) continue;
        struct request r = {
            .session = s,
            .breakpoint = !c->global,
            .local = c->call && !c->global,
            .meta = c->meta,
            .count = c->count,
            .time = c->time_new,
            .memory = c->memory_new,
            .meta_tracer = c->meta_tracer,
            .setting = SET_ON,
            .match = c->match,
            .meta_match = c->meta_match,
        };
        set_points(&all, &r);
    }
    if (call_trace() && call_trace()->saving) trace_saves_loaded(m);
}

/* -- messages ------------------------------------------------------------------------------------------- */

static void set_messages(struct message_pattern *m, const struct request *r)
{
    m->off = r->setting == SET_OFF;
    set_match(&m->match, r->match);
}

/* -- the whole ------------------------------------------------------------------------------------------- */

static enum bif_end set_pattern(struct process *p, term what, struct request *r, term *result)
{
    struct function_pattern f;
    *result = small(0);
    if (same(what, A(on_load))) {
        set_on_load(r);
    } else if (is_tuple(what)) {
        if (!function_pattern_read(&f, what)) return bif_badarg_cause(p, A(none));
        int64_t count = set_points(&f, r);
        bif_charge(p, count);
        *result = small(count);
    } else {
        bool send = same(what, A(send));
        if (!send && !same(what, A(receive))) return bif_badarg_cause(p, A(none));
        if (r->global || r->breakpoint || r->setting > SET_ON) return bif_badarg_cause(p, A(none));
        set_messages(send ? &r->session->send : &r->session->receive, r);
        *result = small(1);
    }
    return r->no_memory ? bif_no_memory(p) : BIF_DONE;
}

enum bif_end trace_pattern_set(struct process *p, struct trace_session *s, term *args, term *result)
{
    struct request r = {.session = s, .meta_tracer = NIL, .errors = {.heap = &p->heap, .list = NIL}};
    enum bif_end end;
    if (!read_setting(&r, args[0], args[1]))
        end =
            r.errors.no_memory || r.errors.too_deep ? match_refused(p, &r.errors) : bif_badarg_cause(p, A(match_spec));
    else if (!read_flags(&r, p, args[2])) end = bif_badarg_cause(p, A(badopt));
    else if (r.match && !r.local && !r.meta && (r.count || r.time || r.memory))
        end = bif_badarg_cause(p, A(call_count)); /* what is only counted is counted whatever the arguments */
    else end = set_pattern(p, args[0], &r, result);
    if (r.match) match_release(r.match);
    return end;
}

enum bif_end bif_erts_internal_trace_pattern_3(struct process *p, term *args, term *result)
{
    return trace_pattern_set(p, trace_sessions(), args, result);
}
