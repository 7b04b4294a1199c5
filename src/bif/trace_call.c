/* bif/trace_call.c - a traced call: match specifications run, tracers are told, returns are awaited. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "bif/trace_actions.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "process/state.h"

/* What a match specification has decided. */
struct verdict {
    bool matches;
    term message; /* true: no message of its own; false: nothing is told */
    uint32_t flags;
};

static struct verdict run_match(struct process *p, struct match_program *match, term *args, uint32_t arity)
{
    if (!match) return (struct verdict){true, A(true), 0};
    struct match_run run = {.process = p, .program = match, .action = trace_action};
    term value = match_on_arguments(&run, args, arity);
    bif_charge(p, run.work / 10);
    return (struct verdict){is_term(value), value, run.trace_flags};
}

static term arguments_list(struct process *p, const term *args, uint32_t arity)
{
    term list = NIL, *hp = heap_alloc(&p->heap, arity * (size_t)CONS_WORDS);
    if (!hp) return NIL;
    while (arity-- > 0) list = build_cons(&hp, args[arity], list);
    return list;
}

/* {M, F, Args} or {M, F, Arity} */
static term call_term(struct process *p, const struct mfa *f, const term *args, bool arity_only)
{
    term last = arity_only ? small((int64_t)f->arity) : arguments_list(p, args, f->arity);
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(3));
    return hp ? build_tuple3(&hp, f->module, f->function, last) : NIL;
}

static term message_or_none(term message) { return same(message, A(true)) ? NO_TERM : message; }

/* The plain pattern: flags of the frame that is needed. */
static unsigned call_traced(struct process *p, struct trace_point *t, term *args)
{
    struct verdict v = run_match(p, t->match, args, t->mfa.arity);
    if (!v.matches || !p->trace) return 0;
    unsigned frame = 0;
    if (v.flags & MATCH_RETURN_TRACE_FLAG) frame |= TRACE_FRAME_RETURN;
    if (v.flags & MATCH_EXCEPTION_TRACE_FLAG) frame |= TRACE_FRAME_RETURN | TRACE_FRAME_EXCEPTION;
    if (!t->target && (p->trace->flags & TRACE_RETURN_TO)) frame |= TRACE_FRAME_RETURN_TO;
    if (same(v.message, A(false)) || (p->trace->flags & TRACE_SILENT)) return frame;
    term call = call_term(p, &t->mfa, args, p->trace->flags & TRACE_ARITY);
    trace_event(p, A(call), (term[]){call, message_or_none(v.message)}, 2);
    return frame;
}

/* {trace_ts, Pid, call, {M, F, Args}[, Message], Stamp} to the meta tracer, whoever calls. */
static void meta_traced(struct process *p, struct trace_point *t, term *args)
{
    struct verdict v = run_match(p, t->meta_match, args, t->mfa.arity);
    if (!v.matches || same(v.message, A(false)) || same(p->pid, t->meta)) return;
    struct process_trace meta = {.flags = TRACE_TIMESTAMP, .tracer = t->meta}, *own = p->trace;
    term call = call_term(p, &t->mfa, args, false);
    p->trace = &meta;
    if (process_find(t->meta)) trace_event(p, A(call), (term[]){call, message_or_none(v.message)}, 2);
    p->trace = own;
}

unsigned trace_called(struct process *p, struct trace_point *t, term *args)
{
    if (t->count && !t->paused) t->calls++;
    if (is_term(t->meta)) meta_traced(p, t, args);
    return t->call && trace_is(p, TRACE_CALL) && !p->sensitive ? call_traced(p, t, args) : 0;
}

/* -- frames ------------------------------------------------------------------------------------ */

enum { FRAME_FLAG_BITS = 3 };

void trace_frame_fill(term frame[TRACE_FRAME_WORDS], const struct trace_point *t, unsigned flags)
{
    frame[0] = small((int64_t)t->mfa.arity << FRAME_FLAG_BITS | flags);
    frame[1] = t->mfa.module;
    frame[2] = t->mfa.function;
}

static unsigned frame_flags(const term *frame)
{
    return (unsigned)small_value(frame[0]) & ((1 << FRAME_FLAG_BITS) - 1);
}

static term frame_mfa(struct process *p, const term *frame)
{
    term t = heap_tuple3(&p->heap, frame[1], frame[2], small(small_value(frame[0]) >> FRAME_FLAG_BITS));
    return is_term(t) ? t : NIL;
}

static void returned_to(struct process *p, const uint32_t *to)
{
    struct code_place place;
    if (to == &call_trace()->returns[1]) return; /* the caller is traced too: its own return tells */
    term where = A(undefined);
    if (code_place(to - 1, &place) && is_term(place.name))
        where = heap_tuple3(&p->heap, place.name, place.function, small(place.arity));
    trace_event(p, A(return_to), &where, 1);
}

void trace_returned(struct process *p, const term frame[TRACE_FRAME_WORDS], term value, const uint32_t *to)
{
    unsigned flags = frame_flags(frame);
    if (!trace_is(p, TRACE_CALL) || (p->trace->flags & TRACE_SILENT)) return;
    if (flags & TRACE_FRAME_RETURN) trace_event(p, A(return_from), (term[]){frame_mfa(p, frame), value}, 2);
    if ((flags & TRACE_FRAME_RETURN_TO) && trace_is(p, TRACE_RETURN_TO)) returned_to(p, to);
}

void trace_raised(struct process *p, const term frame[TRACE_FRAME_WORDS], term class, term reason)
{
    if (!(frame_flags(frame) & TRACE_FRAME_EXCEPTION) || !trace_is(p, TRACE_CALL)) return;
    term pair = heap_tuple2(&p->heap, class, reason);
    if (is_term(pair)) trace_event(p, A(exception_from), (term[]){frame_mfa(p, frame), pair}, 2);
}
