/* bif/trace.c - erlang:trace/3: which processes are traced, how, and by whom. */
#include "bif/trace_flags.h"
#include "process/log.h"
#include "process/state.h"

static const uint32_t flag_atoms[TRACE_FLAGS] = {
#define TRACE(name, bit) [TRACE_INDEX_##bit] = ATOM_IX_##name,
#include "process/trace_flags.def"
#undef TRACE
};

#define ALL_FLAGS (((uint32_t)1 << TRACE_FLAGS) - 1)
/* What `all` stands for: every flag but those that only change how things are told. */
#define MODIFIERS (TRACE_TIMESTAMP | TRACE_STRICT_MONOTONIC_TIMESTAMP | TRACE_MONOTONIC_TIMESTAMP | TRACE_SILENT)

static uint32_t flag_of(term name)
{
    if (!is_atom(name)) return 0;
    if (same(name, A(all))) return ALL_FLAGS & ~MODIFIERS & ~(uint32_t)TRACE_SCHEDULER_ID;
    for (int i = 0; i < TRACE_FLAGS; i++)
        if (flag_atoms[i] == atom_index(name)) return (uint32_t)1 << i;
    return 0;
}

bool trace_flags_read(struct trace_request *r, term list)
{
    *r = (struct trace_request){.tracer = NO_TERM};
    for (; is_cons(list); list = tail(list)) {
        term item = head(list);
        uint32_t flag = flag_of(item);
        r->flags |= flag;
        if (flag || same(item, A(cpu_timestamp))) continue;
        if (!is_tuple_of(item, 2) || !same(tuple_elements(item)[0], A(tracer))) return false;
        r->tracer = tuple_elements(item)[1];
        if (!process_find(r->tracer) && !is_local_port(r->tracer)) return false;
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

/* Another tracer, which is still there, has it. */
static bool is_taken(const struct process *p, term tracer)
{
    if (!p->trace || same(p->trace->tracer, tracer)) return false;
    return process_find(p->trace->tracer) || is_local_port(p->trace->tracer);
}

static bool change(struct process *p, bool on, const struct trace_request *r)
{
    if (on ? is_taken(p, r->tracer) : is_term(r->tracer) && p->trace && !same(p->trace->tracer, r->tracer))
        return false;
    return on ? trace_set(p, r->flags, 0, r->tracer) : trace_set(p, 0, r->flags, NO_TERM);
}

static enum bif_end trace_one(struct process *p, term pid, bool on, const struct trace_request *r, term *result)
{
    struct process *of = process_find(pid);
    if (!of) return bif_badarg(p);
    *result = small(1);
    if (change(of, on, r)) return BIF_DONE;
    log_text(A(error), p, p->group_leader, "** can only have one tracer per process\n");
    return bif_badarg(p);
}

static int64_t trace_existing(bool on, const struct trace_request *r)
{
    int64_t count = 0;
    uint32_t n = 0;
    for (struct process *q; (q = process_after(n, &n)); n++)
        if (q->state < PROCESS_EXITING) count += change(q, on, r);
    return count;
}

static void trace_coming(bool on, const struct trace_request *r)
{
    struct process_trace *t = &processes()->trace_new;
    t->flags = on ? t->flags | r->flags : t->flags & ~r->flags;
    if (on) t->tracer = r->tracer;
}

/* Ports are not traced: asking for them alone finds none. */
static enum bif_end trace_many(struct process *p, term which, bool on, const struct trace_request *r, term *result)
{
    bool all = same(which, A(all)) || same(which, A(processes));
    bool existing = all || same(which, A(existing)) || same(which, A(existing_processes));
    bool coming = all || same(which, A(new)) || same(which, A(new_processes));
    bool ports = same(which, A(ports)) || same(which, A(existing_ports)) || same(which, A(new_ports));
    if (!existing && !coming && !ports) return bif_badarg(p);
    *result = small(existing ? trace_existing(on, r) : 0);
    if (coming) trace_coming(on, r);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_trace_3(struct process *p, term *args, term *result)
{
    struct trace_request r;
    bool on = same(args[1], A(true));
    if (!trace_flags_read(&r, args[2])) return bif_badarg_cause(p, A(badopt));
    if (!is_boolean(args[1])) return bif_badarg(p);
    if (on && !is_term(r.tracer)) r.tracer = p->pid;
    if (is_pid(args[0])) return trace_one(p, args[0], on, &r, result);
    return trace_many(p, args[0], on, &r, result);
}

/* Events are sent as they happen, so all are there: {trace_delivered, Tracee, Ref} to the caller. */
enum bif_end bif_erlang_trace_delivered_1(struct process *p, term *args, term *result)
{
    if (!same(args[0], A(all)) && !is_local_pid(args[0])) return bif_badarg(p);
    *result = process_new_reference(&p->heap);
    term answer = is_term(*result) ? heap_tuple3(&p->heap, A(trace_delivered), args[0], *result) : NO_TERM;
    return is_term(answer) && process_send(p, NO_TERM, answer) ? BIF_DONE : bif_no_memory(p);
}
