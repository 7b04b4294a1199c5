/* bif/trace_point.c - the table of trace points: setting and clearing breakpoints in code. */
#include "bif/call_trace.h"
#include "code/code.h"
#include "code/ops.h"
#include "ets/match_program.h"
#include "memory/memory.h"

enum { FIRST_ROOM = 64, FUNC_INFO_WORDS = 1 + COUNT_func_info };

static uint32_t breakpoint_op(void) { return (uint32_t)op_bodies[FORM_breakpoint]; }

static struct call_trace *state_open(void)
{
    struct call_trace *s = call_trace();
    if (s) return s;
    s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (!s) return NULL;
    s->returns = memory_alloc_code(2 * sizeof *s->returns);
    s->points = memory_alloc_zeroed(MEMORY_SYSTEM, FIRST_ROOM * sizeof *s->points);
    if (!s->returns || !s->points) {
        memory_free(MEMORY_SYSTEM, s->points);
        memory_free(MEMORY_SYSTEM, s);
        return NULL;
    }
    s->room = FIRST_ROOM;
    s->returns[0] = 0; /* an arity, as before any entry */
    s->returns[1] = (uint32_t)op_bodies[FORM_trace_return];
    arena_set_root(ROOT_trace, s);
    return s;
}

static size_t home_of(const struct call_trace *s, const uint32_t *at)
{
    return (size_t)((uintptr_t)at * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (s->room - 1);
}

/* The place of the point at `at`, or the free one where it belongs. */
static struct trace_point **place_of(const struct call_trace *s, const uint32_t *at)
{
    size_t i = home_of(s, at);
    while (s->points[i] && s->points[i]->at != at) i = (i + 1) & (s->room - 1);
    return &s->points[i];
}

struct trace_point *trace_point_at(const uint32_t *at)
{
    const struct call_trace *s = call_trace();
    return s ? *place_of(s, at) : NULL;
}

static bool grow(struct call_trace *s)
{
    struct call_trace bigger = {.room = 2 * s->room};
    bigger.points = memory_alloc_zeroed(MEMORY_SYSTEM, bigger.room * sizeof *bigger.points);
    if (!bigger.points) return false;
    for (size_t i = 0; i < s->room; i++)
        if (s->points[i]) *place_of(&bigger, s->points[i]->at) = s->points[i];
    memory_free(MEMORY_SYSTEM, s->points);
    s->points = bigger.points;
    s->room = bigger.room;
    return true;
}

/* A new point at `at`, in the table. */
static struct trace_point *point_new(struct call_trace *s, const uint32_t *at)
{
    if (2 * (s->count + 1) > s->room && !grow(s)) return NULL;
    struct trace_point *t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t);
    if (!t) return NULL;
    t->at = at;
    t->meta = NO_TERM;
    *place_of(s, at) = t;
    s->count++;
    return t;
}

/* Code of a module that is gone may have become other code: then what stands there is no breakpoint. */
static void forget_stale(struct trace_point *t)
{
    if (*t->at != breakpoint_op()) trace_point_free(t);
}

struct trace_point *trace_point_local(struct module *m, size_t function, bool make)
{
    uint32_t *entry = m->code + m->functions[function].offset + FUNC_INFO_WORDS;
    struct call_trace *s = make ? state_open() : call_trace();
    struct trace_point *t = s ? trace_point_at(entry) : NULL;
    if (t) forget_stale(t), t = trace_point_at(entry);
    if (t || !make || !s) return t;
    t = point_new(s, entry);
    if (!t) return NULL;
    t->saved = *entry;
    t->module = m;
    t->mfa = (struct mfa){m->name, m->functions[function].name, m->functions[function].arity};
    *entry = breakpoint_op();
    return t;
}

struct trace_point *trace_point_global(struct export *e, bool make)
{
    struct call_trace *s = make ? state_open() : call_trace();
    struct trace_point *t = s ? trace_point_at(e->address) : NULL;
    if (t && t->export == e) return t;
    if (!make || !s) return NULL;
    uint32_t *code = memory_alloc_code(2 * sizeof *code);
    t = code ? point_new(s, &code[1]) : NULL;
    if (!t) {
        if (code) memory_free_code(code);
        return NULL;
    }
    code[0] = e->arity;
    code[1] = breakpoint_op();
    t->target = e->address;
    t->export = e;
    t->mfa = (struct mfa){e->module, e->function, e->arity};
    e->address = &code[1];
    return t;
}

/* Takes the point out of the table; those behind it move up unless they are at home. */
static void remove_point(struct call_trace *s, const struct trace_point *t)
{
    size_t at = (size_t)(place_of(s, t->at) - s->points), mask = s->room - 1;
    for (size_t i = (at + 1) & mask; s->points[i]; i = (i + 1) & mask) {
        if (((i - home_of(s, s->points[i]->at)) & mask) < ((i - at) & mask)) continue;
        s->points[at] = s->points[i];
        at = i;
    }
    s->points[at] = NULL;
    s->count--;
}

/* A process may stand at a global point's instruction (it was about to call): that code is never freed, only
 * turned into a jump - a point that does nothing. */
void trace_point_free(struct trace_point *t)
{
    if (t->match) match_release(t->match);
    if (t->meta_match) match_release(t->meta_match);
    if (t->target) {
        if (t->export->address == t->at) t->export->address = t->target;
        *t = (struct trace_point){.at = t->at, .target = t->target, .mfa = t->mfa, .meta = NO_TERM};
        return;
    }
    if (*t->at == breakpoint_op()) *(uint32_t *)(uintptr_t)t->at = t->saved;
    remove_point(call_trace(), t);
    memory_free(MEMORY_SYSTEM, t);
}

struct trace_point *trace_point_after(size_t *at)
{
    const struct call_trace *s = call_trace();
    for (; s && *at < s->room; ++*at)
        if (s->points[*at]) return s->points[*at];
    return NULL;
}
