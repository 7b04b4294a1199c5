/* bif/debug_breakpoint.c - erts_debug:breakpoint/2: calls of functions that OTP's debugger interprets go to it. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "bif/function_pattern.h"
#include "code/code.h"

/* A BIF has no code that could be interpreted.  False: no memory. */
static bool set_function(struct module *m, uint32_t function, bool on)
{
    struct trace_point *t = trace_point_local(m, function, on);
    if (!t) return !on;
    t->interpreted = on && !t->export;
    trace_point_tidy(t);
    return true;
}

/* How many functions match; -1: no memory. */
static int64_t set_module(const struct function_pattern *f, struct module *m, bool on)
{
    int64_t count = 0;
    for (uint32_t i = 0; i < m->function_count; i++) {
        struct module_function function = module_function(m, i);
        if (!function_pattern_matches(f, m->name, function.name, function.arity)) continue;
        if (!set_function(m, i, on)) return -1;
        count++;
    }
    return count;
}

/* ({M, F, A}, boolean()): how many functions the pattern matched. */
enum bif_end bif_erts_debug_breakpoint_2(struct process *p, term *args, term *result)
{
    struct function_pattern f;
    bool on = same(args[1], A(true));
    if (!function_pattern_read(&f, args[0]) || (!on && !same(args[1], A(false)))) return bif_badarg(p);
    int64_t count = 0;
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module_row *row = module_row_at(i);
        if (!row->current || !(is_any(f.module) || same(f.module, row->name))) continue;
        int64_t more = set_module(&f, row->current, on);
        if (more < 0) return bif_no_memory(p);
        count += more;
    }
    trace_points_settle();
    bif_charge(p, count);
    *result = small(count);
    return BIF_DONE;
}
