/* bif/trace.c - erlang:trace/3: which processes and ports are traced, how, and by whom. */
#include "bif/trace_flags.h"
#include "io/port.h"
#include "process/log.h"
#include "process/state.h"

static const uint32_t flag_atoms[TRACE_FLAGS] = {
#define TRACE(name, bit) [TRACE_INDEX_##bit] = ATOM_IX_##name,
#include "process/trace_flags.def"
#undef TRACE
};

#define ALL_FLAGS (((uint32_t)1 << TRACE_FLAGS) - 1)

static uint32_t flag_of(term name)
{
    if (!is_atom(name)) return 0;
    if (same(name, A(all))) return ALL_FLAGS;
    for (int i = 0; i < TRACE_FLAGS; i++)
        if (flag_atoms[i] == atom_index(name)) return (uint32_t)1 << i;
    return 0;
}

term trace_tracer_of(term t)
{
    const term *e = is_tuple(t) ? tuple_elements(t) : NULL;
    if (e && tuple_arity(t) == 2 && same(e[0], A(erl_tracer))) t = e[1];
    return process_find(t) || (is_local_port(t) && port_find(t)) ? t : NO_TERM;
}

/* {tracer, Tracer}, {tracer, Module, State} */
static bool read_tracer(struct trace_request *r, term item)
{
    if (!is_tuple(item) || !same(tuple_elements(item)[0], A(tracer))) return false;
    const term *e = tuple_elements(item);
    bool module = tuple_arity(item) == 3 && same(e[1], A(erl_tracer));
    if (tuple_arity(item) != 2 && !module) return false;
    r->tracer = trace_tracer_of(e[module ? 2 : 1]);
    return is_term(r->tracer);
}

bool trace_flags_read(struct trace_request *r, const struct trace_session *s, term list)
{
    *r = (struct trace_request){.tracer = NO_TERM};
    for (; is_cons(list); list = tail(list)) {
        term item = head(list);
        uint32_t flag = flag_of(item);
        r->flags |= flag;
        if (flag) continue;
        if (same(item, A(cpu_timestamp))) r->cpu_timestamp = true;
        else if (trace_session_has_tracer(s) || !read_tracer(r, item)) return false;
    }
    return is_nil(list);
}

term trace_flags_list(struct heap *h, uint32_t flags)
{
    term list = NIL;
    for (int i = 0; i < TRACE_FLAGS && is_term(list); i++)
        if (flags & (uint32_t)1 << i) list = heap_cons(h, atom_of(flag_atoms[i]), list);
    return list;
}

/* False: another tracer, which is still there, has it. */
static bool change(struct relations *of, struct trace_session *s, bool on, const struct trace_request *r)
{
    const struct tracee *t = trace_find(of->trace, s);
    if (t && is_term(r->tracer) && !same(t->tracer, r->tracer) && trace_tracer_lives(t->tracer)) return false;
    return on ? trace_set(&of->trace, s, r->flags, 0, r->tracer) : trace_set(&of->trace, s, 0, r->flags, r->tracer);
}

static enum bif_end trace_one(struct process *p, struct trace_session *s, term id, bool on,
                              const struct trace_request *r, term *result)
{
    struct process *of = process_find(id);
    struct port *port = of ? NULL : port_find(id);
    if ((!of && !port) || r->cpu_timestamp) return bif_badarg(p);
    *result = small(1);
    if (change(of ? &of->relations : &port->relations, s, on, r)) return BIF_DONE;
    log_text(A(error), p, p->group_leader, "** can only have one tracer per process\n");
    return bif_badarg(p);
}

static int64_t trace_processes(struct trace_session *s, bool on, const struct trace_request *r)
{
    int64_t count = 0;
    uint32_t n = 0;
    for (struct process *q; (q = process_after(n, &n)); n++)
        if (q->state < PROCESS_EXITING) count += change(&q->relations, s, on, r);
    return count;
}

static int64_t trace_ports(struct trace_session *s, bool on, const struct trace_request *r)
{
    int64_t count = 0;
    for (struct port *q = port_after(NULL); q; q = port_after(q))
        if (q->state == PORT_OPEN) count += change(&q->relations, s, on, r);
    return count;
}

static void trace_coming(struct trace_default *d, bool on, uint32_t flags, term tracer)
{
    d->flags = on ? d->flags | flags : d->flags & ~flags;
    if (on) d->tracer = tracer;
}

/* Whom an atom means. */
struct scope {
    bool existing_processes, existing_ports, new_processes, new_ports;
};

static bool read_scope(struct scope *s, term which)
{
    static const struct {
        uint32_t name;
        struct scope scope;
    } rows[] = {
        {ATOM_IX_all, {true, true, true, true}},
        {ATOM_IX_existing, {true, true, false, false}},
        {ATOM_IX_new, {false, false, true, true}},
        {ATOM_IX_processes, {true, false, true, false}},
        {ATOM_IX_existing_processes, {true, false, false, false}},
        {ATOM_IX_new_processes, {false, false, true, false}},
        {ATOM_IX_ports, {false, true, false, true}},
        {ATOM_IX_existing_ports, {false, true, false, false}},
        {ATOM_IX_new_ports, {false, false, false, true}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_atom(which) && atom_index(which) == rows[i].name) return *s = rows[i].scope, true;
    return false;
}

/* Of the existing, those are meant that the flags make sense for; flags that only change how things are told make
 * sense for all. */
static int64_t trace_existing(struct trace_session *s, struct scope scope, bool on, const struct trace_request *r)
{
    bool modifies = r->flags & TRACE_MODIFIER_FLAGS;
    bool processes = modifies || (r->flags & TRACE_PROCESS_FLAGS), ports = modifies || (r->flags & TRACE_PORT_FLAGS);
    int64_t count = 0;
    if (scope.existing_processes && processes) count += trace_processes(s, on, r);
    if (scope.existing_ports && ports) count += trace_ports(s, on, r);
    return count;
}

enum bif_end trace_set_processes(struct process *p, struct trace_session *s, term *args, term *result)
{
    struct trace_request r;
    struct scope scope;
    bool on = same(args[1], A(true));
    if (!trace_flags_read(&r, s, args[2])) return bif_badarg_cause(p, A(badopt));
    if (!is_boolean(args[1]) || (r.cpu_timestamp && s->number)) return bif_badarg(p);
    if (on && !is_term(r.tracer)) r.tracer = trace_session_tracer(s, p);
    if (is_pid(args[0]) || is_port(args[0])) return trace_one(p, s, args[0], on, &r, result);
    if (!read_scope(&scope, args[0]) || (r.cpu_timestamp && !same(args[0], A(all)))) return bif_badarg(p);
    if (r.cpu_timestamp) processes()->trace_cpu_time = on;
    *result = small(trace_existing(s, scope, on, &r));
    if (scope.new_processes && (r.flags & TRACE_PROCESS_FLAGS))
        trace_coming(&s->new_processes, on, r.flags & TRACE_PROCESS_FLAGS, r.tracer);
    if (scope.new_ports && (r.flags & TRACE_PORT_FLAGS))
        trace_coming(&s->new_ports, on, r.flags & TRACE_PORT_FLAGS, r.tracer);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_trace_3(struct process *p, term *args, term *result)
{
    return trace_set_processes(p, trace_sessions(), args, result);
}

/* Events are sent as they happen, so all are there: {trace_delivered, Tracee, Ref} to the caller. */
enum bif_end bif_erlang_trace_delivered_1(struct process *p, term *args, term *result)
{
    if (!same(args[0], A(all)) && !is_local_pid(args[0])) return bif_badarg(p);
    *result = process_new_reference(&p->heap);
    term answer = is_term(*result) ? heap_tuple3(&p->heap, A(trace_delivered), args[0], *result) : NO_TERM;
    return is_term(answer) && process_send(p, NO_TERM, answer) ? BIF_DONE : bif_no_memory(p);
}
