/* bif/trace_sessions.c - sessions of tracing, each for one tracer of its own (module trace of OTP 27 and later).
 *
 * A session is named by {Reference, {Name, Number}}, or by the second of these alone.  The reference keeps it: when
 * the last copy is gone the session ends, between two slices, since what drops it may be in the midst of tracing.
 */
#include "bif/trace_sessions.h"
#include "bif/call_trace.h"
#include "bif/trace_flags.h"
#include "ets/match_program.h"
#include "heap/fun.h"
#include "io/port.h"
#include "memory/memory.h"
#include "process/references.h"
#include "process/state.h"

/* What the reference owns. */
struct session_keeper {
    struct magic magic;
    uint64_t number;
};

static void drop_session(struct magic *m)
{
    struct trace_session *s = trace_session_numbered(((struct session_keeper *)m)->number);
    if (s) s->dropped = processes()->sessions_dropped = true;
    memory_free(MEMORY_SYSTEM, m);
}

/* -- making and ending ------------------------------------------------------------------------------ */

/* The number in {Name, Number}: what programs see counts from 0. */
static uint64_t number_of_weak(term t)
{
    const term *e = is_tuple_of(t, 2) ? tuple_elements(t) : NULL;
    return e && is_atom(e[0]) && is_small(e[1]) && small_value(e[1]) >= 0 ? (uint64_t)small_value(e[1]) + 1 : 0;
}

struct trace_session *trace_session_of(term t)
{
    const term *e = is_tuple_of(t, 2) ? tuple_elements(t) : NULL;
    const struct session_keeper *k = e ? (struct session_keeper *)magic_of(e[0], drop_session) : NULL;
    uint64_t number = k ? k->number : number_of_weak(t);
    return number ? trace_session_numbered(number) : NULL;
}

static void end_tracees(struct trace_session *s)
{
    uint32_t n = 0;
    for (struct process *q; (q = process_after(n, &n)); n++)
        trace_set(&q->relations.trace, s, 0, ~UINT32_C(0), NO_TERM);
    for (struct port *q = port_after(NULL); q; q = port_after(q))
        trace_set(&q->relations.trace, s, 0, ~UINT32_C(0), NO_TERM);
}

static void end_session(struct trace_session *s)
{
    struct trace_session *at = trace_sessions();
    while (at->next != s) at = at->next;
    if (call_trace()) call_trace_end_session(s);
    end_tracees(s);
    if (s->send.match) match_release(s->send.match);
    if (s->receive.match) match_release(s->receive.match);
    at->next = s->next;
    memory_free(MEMORY_SYSTEM, s);
}

void trace_sessions_tidy(void)
{
    if (!processes()->sessions_dropped) return;
    processes()->sessions_dropped = false;
    for (struct trace_session *s = trace_sessions()->next, *next; s; s = next) {
        next = s->next;
        if (s->dropped) end_session(s);
    }
}

/* A pid or port of this node, whether it still lives or not, {erl_tracer, PidOrPort} or `undefined`; NO_TERM: none of these. */
static term read_tracer(term t)
{
    if (is_tuple_of(t, 2)) return trace_tracer_of(t);
    return is_local_pid(t) || is_local_port(t) || same(t, A(undefined)) ? t : NO_TERM;
}

/* {Reference, {Name, Number}}; NO_TERM: no memory. */
static term session_term(struct heap *h, struct trace_session *s)
{
    struct session_keeper *k = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *k);
    if (!k) return NO_TERM;
    k->magic = (struct magic){.destroy = drop_session, .number = reference_new_number(), .high = reference_high()};
    k->number = s->number;
    term reference = heap_magic(h, &k->magic);
    if (!is_term(reference)) memory_free(MEMORY_SYSTEM, k);
    term weak = is_term(reference) ? heap_tuple2(h, s->name, small(s->number - 1)) : NO_TERM;
    return is_term(weak) ? heap_tuple2(h, reference, weak) : NO_TERM;
}

enum bif_end bif_erts_internal_trace_session_create_3(struct process *p, term *args, term *result)
{
    term tracer = read_tracer(args[1]);
    if (!is_atom(args[0]) || !is_term(tracer) || !is_nil(args[2])) return bif_badarg(p);
    struct trace_session *s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (!s) return bif_no_memory(p);
    s->number = ++processes()->sessions_made;
    s->name = args[0], s->tracer = tracer;
    s->monitoring.receiver = A(undefined);
    s->next = trace_sessions()->next;
    trace_sessions()->next = s;
    *result = session_term(&p->heap, s);
    if (is_term(*result)) return BIF_DONE;
    end_session(s);
    return bif_no_memory(p);
}

enum bif_end bif_erts_internal_trace_session_destroy_1(struct process *p, term *args, term *result)
{
    const term *e = is_tuple_of(args[0], 2) ? tuple_elements(args[0]) : NULL;
    struct trace_session *s = trace_session_of(args[0]);
    if (!s && !(e && magic_of(e[0], drop_session))) return bif_badarg_cause(p, A(badopt));
    if (s) end_session(s);
    *result = boolean(s != NULL);
    return BIF_DONE;
}

/* -- setting and asking: as without a session, which is the first argument ------------------------------- */

enum bif_end bif_erts_internal_trace_4(struct process *p, term *args, term *result)
{
    struct trace_session *s = trace_session_of(args[0]);
    return s ? trace_set_processes(p, s, args + 1, result) : bif_badarg_cause(p, A(session));
}

enum bif_end bif_erts_internal_trace_pattern_4(struct process *p, term *args, term *result)
{
    struct trace_session *s = trace_session_of(args[0]);
    return s ? trace_pattern_set(p, s, args + 1, result) : bif_badarg_cause(p, A(session));
}

static term add_session(struct process *p, const struct trace_session *s, term list)
{
    if (!is_term(list)) return NO_TERM;
    term weak =
        s->number ? heap_tuple2(&p->heap, s->name, small(s->number - 1)) : heap_tuple2(&p->heap, A(legacy), A(default));
    return is_term(weak) ? heap_cons(&p->heap, weak, list) : NO_TERM;
}

/* The sessions that trace a process or port, oldest first. */
static term sessions_of_tracee(struct process *p, term id)
{
    struct process *of = process_find(id);
    struct port *port = of ? NULL : port_find(id);
    term list = NIL;
    if (!of && !port) return A(undefined);
    for (const struct tracee *t = of ? of->relations.trace : port->relations.trace; t; t = t->next)
        list = add_session(p, t->session, list);
    return list;
}

/* Those that are interested in something else; `any`: all there are. */
static term sessions_interested(struct process *p, term what)
{
    term list = NIL;
    for (struct trace_session *s = trace_sessions(); s; s = s->next) {
        enum trace_interest interest = same(what, A(any)) ? TRACE_TRACED : trace_interest_in(s, what);
        if (interest == TRACE_NO_SUCH_THING) return A(badopt);
        if (interest == TRACE_UNDEFINED) return A(undefined);
        if (interest == TRACE_TRACED) list = add_session(p, s, list);
    }
    return list;
}

enum bif_end bif_erts_internal_trace_info_3(struct process *p, term *args, term *result)
{
    struct trace_session *s = trace_session_of(args[0]);
    if (s) return trace_info_of(p, s, args + 1, result);
    if (!same(args[0], A(any))) return bif_badarg_cause(p, A(session));
    if (!same(args[2], A(session))) return bif_badarg(p);
    term list = is_local_pid(args[1]) || is_local_port(args[1]) ? sessions_of_tracee(p, args[1])
                                                                : sessions_interested(p, args[1]);
    if (same(list, A(badopt))) return bif_badarg_cause(p, A(badopt));
    if (same(list, A(undefined))) return *result = list, BIF_DONE;
    return bif_value(p, is_term(list) ? heap_tuple2(&p->heap, A(session), list) : NO_TERM, result);
}
