/* bif/trace_saves.c - process_flag(save_calls, N): while a process notes its calls, every exported function has a
 * trace point that tells of them. */
#include "bif/call_trace.h"
#include "code/code.h"
#include "process/saved_calls.h"

static void watch_export(struct export *e, bool on)
{
    struct trace_point *t = e->loaded ? trace_point_global(e, on) : NULL;
    if (!t) return; /* without memory a call is not noted */
    t->saves = on;
    trace_point_tidy(t);
}

static void watch_all(bool on)
{
    for (size_t i = 0; i < exports_count(); i++) watch_export(export_at(i), on);
    trace_points_settle();
}

void trace_saves_loaded(struct module *m)
{
    for (uint32_t i = 0; i < m->export_count; i++) watch_export(module_export(m, i), true);
    trace_points_settle();
}

bool trace_saves_set(struct process *p, uint32_t size)
{
    bool before = p->saved_calls, after = size > 0;
    struct call_trace *s = call_trace_open();
    if (!s || !saved_calls_set(p, size)) return false;
    s->saving += (size_t)after - (size_t)before;
    if (before != after && s->saving == (size_t)after) watch_all(after);
    return true;
}

void trace_saves_end(struct process *p)
{
    if (p->saved_calls) trace_saves_set(p, 0);
}
