/* bif/trace_point.c - trace points: where they lie, what sessions want there, and how they come and go with code. */
#include "bif/call_trace.h"
#include "code/code.h"
#include "code/ops.h"
#include "term/atoms.h"
#include "ets/match_program.h"
#include "memory/memory.h"
#include "process/state.h"

enum { FUNC_INFO_WORDS = 1 + COUNT_func_info };

struct call_trace *call_trace_open(void)
{
    struct call_trace *s = call_trace();
    if (s) return s;
    s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (!s) return NULL;
    s->returns = memory_alloc_code(2 * sizeof *s->returns);
    if (!s->returns) {
        memory_free(MEMORY_SYSTEM, s);
        return NULL;
    }
    s->returns[0] = 0; /* an arity, as before any entry */
    s->returns[1] = (uint32_t)op_bodies[FORM_trace_return];
    arena_set_root(ROOT_trace, s);
    return s;
}

/* -- patterns -------------------------------------------------------------------------------------- */

struct call_pattern *call_pattern_of(struct trace_point *t, const struct trace_session *s, bool make)
{
    struct call_pattern *c = t->patterns;
    while (c && c->session != s) c = c->next;
    if (c || !make) return c;
    c = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *c);
    if (!c) return NULL;
    *c = (struct call_pattern){.next = t->patterns, .session = (struct trace_session *)s, .meta_tracer = NIL};
    return t->patterns = c;
}

void call_pattern_clear(struct call_pattern *c)
{
    if (c->match) match_release(c->match);
    if (c->meta_match) match_release(c->meta_match);
    call_costs_free(c->time);
    call_costs_free(c->memory);
    *c = (struct call_pattern){.next = c->next, .session = c->session, .meta_tracer = NIL};
}

bool call_pattern_is_empty(const struct call_pattern *c)
{
    return !c->call && !c->meta && !c->count && !c->time && !c->memory && !c->time_new && !c->memory_new;
}

static void drop_patterns(struct trace_point *t, bool all)
{
    for (struct call_pattern **at = &t->patterns; *at;) {
        struct call_pattern *c = *at;
        if (!all && !call_pattern_is_empty(c)) {
            at = &c->next;
            continue;
        }
        *at = c->next;
        call_pattern_clear(c);
        memory_free(MEMORY_SYSTEM, c);
    }
}

/* -- points ---------------------------------------------------------------------------------------- */

static struct trace_point *point_new(uint32_t *at)
{
    struct trace_point *t = call_trace_open() ? memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t) : NULL;
    if (t && breakpoint_add(&t->here, at)) return t;
    memory_free(MEMORY_SYSTEM, t);
    return NULL;
}

struct trace_point *trace_point_local(struct module *m, uint32_t function, bool make)
{
    struct module_function f = module_function(m, function);
    struct export *e = export_find(m->name, f.name, f.arity, false);
    if (e && e->bif >= 0) return trace_point_global(e, make);
    uint32_t *entry = m->code + f.offset + FUNC_INFO_WORDS;
    struct trace_point *t = trace_point_at(entry);
    if (t || !make || !(t = point_new(entry))) return t;
    t->module = m;
    t->mfa = (struct mfa){m->name, f.name, f.arity};
    return t;
}

/* What OTP runs as an instruction: no call is seen but by apply and spawn. */
static bool is_operation(const struct export *e)
{
    if (!same(e->module, A(erlang))) return false;
    if (same(e->function, A(apply))) return e->arity == 2 || e->arity == 3;
    return (same(e->function, A(hibernate)) && e->arity == 3) || (same(e->function, A(yield)) && e->arity == 0);
}

static void set_traced(struct export *e, bool traced)
{
    if (e->bif < 0 || e->traced == traced || is_operation(e)) return;
    e->traced = traced;
    call_trace()->bif_calls_stale = true;
}

struct trace_point *trace_point_global(struct export *e, bool make)
{
    struct trace_point *t = trace_point_at(e->address);
    if ((t && t->export == e) || !make) return t && t->export == e ? t : NULL;
    uint32_t *code = memory_alloc_code(2 * sizeof *code);
    if (!code) return NULL;
    code[1] = 0;
    t = point_new(&code[1]);
    if (!t) {
        memory_free_code(code);
        return NULL;
    }
    code[0] = e->arity;
    t->target = e->address;
    t->export = e;
    t->mfa = (struct mfa){e->module, e->function, e->arity};
    e->address = &code[1];
    set_traced(e, true);
    return t;
}

/* A process may stand at a global point's instruction (it was about to call): that code is never freed, only
 * turned into a jump - a point that does nothing. */
static void point_end(struct trace_point *t)
{
    drop_patterns(t, true);
    t->saves = t->interpreted = false;
    if (!t->target) {
        breakpoint_remove(&t->here);
        memory_free(MEMORY_SYSTEM, t);
        return;
    }
    if (!t->export || t->export->address != t->here.at) return;
    t->export->address = t->target;
    set_traced(t->export, false);
    t->export = NULL;
}

void trace_point_tidy(struct trace_point *t)
{
    drop_patterns(t, false);
    if (!t->patterns && !t->saves && !t->interpreted) point_end(t);
}

void trace_points_settle(void)
{
    struct call_trace *s = call_trace();
    if (!s || !s->bif_calls_stale) return;
    s->bif_calls_stale = false;
    code_adjust_bif_calls();
}

/* -- modules that come and go ------------------------------------------------------------------------ */

/* Local points in m's code; a point that is removed makes others move up, so its slot is looked at again. */
static void end_local(struct module *m)
{
    for (uint32_t i = 0; i < m->function_count; i++) {
        struct trace_point *t = trace_point_at(m->code + m->functions[i].offset + FUNC_INFO_WORDS);
        if (t) point_end(t);
    }
}

void trace_points_retire(struct module *m)
{
    if (!call_trace()) return;
    end_local(m);
    for (uint32_t i = 0; i < m->export_count; i++) {
        struct export *e = module_export(m, i);
        struct trace_point *t = e->bif < 0 ? trace_point_global(e, false) : NULL;
        if (t) point_end(t);
    }
}

static void freed(struct module *m)
{
    if (call_trace() && m->functions) end_local(m);
}

void call_trace_hook(void)
{
    static const struct module_watch watch = {trace_pattern_loaded, trace_points_retire, freed};
    module_use_watch(&watch);
    trace_use_matcher(trace_match_message);
    process_at_exit(trace_saves_end);
}

void call_trace_end_session(struct trace_session *s)
{
    size_t slot = 0;
    for (struct trace_point *t; (t = trace_point_after(&slot));) {
        struct call_pattern *c = call_pattern_of(t, s, false);
        if (c) call_pattern_clear(c);
        trace_point_tidy(t);
        if (trace_point_after(&slot) == t) slot++; /* else it is gone, and another may have moved up */
    }
    trace_points_settle();
    if (!s->on_load) return;
    call_pattern_clear(s->on_load);
    memory_free(MEMORY_SYSTEM, s->on_load);
    s->on_load = NULL;
}
