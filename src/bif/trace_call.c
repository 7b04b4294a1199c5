/* bif/trace_call.c - a traced call: match specifications run, tracers are told, costs are counted. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "bif/trace_frame.h"
#include "bif/trace_actions.h"
#include "code/code.h"
#include "ets/match_program.h"
#include "heap/bitsyntax.h"
#include "process/saved_calls.h"
#include "process/state.h"

/* What a match specification has decided. */
struct verdict {
    bool matches;
    term message; /* true: no message of its own; false: nothing is told */
    uint32_t flags;
};

static struct verdict run_match(struct process *p, struct trace_session *s, struct match_program *match,
                                const term *args, uint32_t arity)
{
    if (!match) return (struct verdict){true, A(true), 0};
    struct match_run run = {.process = p, .program = match, .action = trace_action, .session = s};
    match_keep(match); /* what it does may end the pattern */
    term value = match_on_arguments(&run, args, arity);
    match_release(match);
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

static unsigned returns_of(struct verdict v, unsigned plain, unsigned exception)
{
    if (v.flags & MATCH_EXCEPTION_TRACE_FLAG) return plain | exception;
    return v.flags & MATCH_RETURN_TRACE_FLAG ? plain : 0;
}

bool trace_match_message(struct process *p, struct trace_session *s, struct match_program *match, const term *args,
                         uint32_t count, term *message)
{
    struct verdict v = run_match(p, s, match, args, count);
    *message = v.message;
    return v.matches;
}

/* The plain pattern: flags of the frame that is needed.  That the specification ends the tracing of p does not
 * keep this call from being told of, to whom it was traced for before. */
static unsigned call_traced(struct process *p, const struct mfa *f, struct call_pattern *c, const term *args)
{
    struct tracee *t = trace_find(p->relations.trace, c->session);
    if (!t || !(t->flags & TRACE_CALL) || p->sensitive || !trace_tracer_lives(t->tracer)) return 0;
    struct tracee before = *t;
    bool global = c->global;
    struct verdict v = run_match(p, c->session, c->match, args, f->arity);
    t = trace_find(p->relations.trace, c->session);
    uint32_t flags = t ? t->flags : before.flags;
    if (!v.matches || (flags & TRACE_SILENT)) return 0;
    unsigned frame = returns_of(v, TRACE_FRAME_RETURN, TRACE_FRAME_EXCEPTION);
    if (same(v.message, A(false))) return frame;
    if (!global && (flags & TRACE_RETURN_TO)) frame |= TRACE_FRAME_RETURN_TO;
    term call = call_term(p, f, args, flags & TRACE_ARITY);
    before.flags = flags;
    trace_tell_one(&p->relations, &before, A(call), (term[]){call, message_or_none(v.message)}, 2);
    return frame;
}

void trace_tell_meta(struct process *p, term tracer, term tag, const term *terms, size_t count)
{
    struct tracee meta = {.session = trace_sessions(), .flags = TRACE_TIMESTAMP, .tracer = tracer};
    if (!p->sensitive && trace_tracer_lives(tracer)) trace_tell_one(&p->relations, &meta, tag, terms, count);
}

/* {trace_ts, Pid, call, {M,F,Args}[, Message], Stamp} to the meta tracer, whoever calls. */
static unsigned meta_traced(struct process *p, const struct mfa *f, struct call_pattern *c, const term *args)
{
    term tracer = c->meta_tracer;
    if (p->sensitive) return 0;
    if (!trace_tracer_lives(tracer)) {
        c->meta_tracer = NIL;
        return 0;
    }
    struct verdict v = run_match(p, c->session, c->meta_match, args, f->arity);
    if (!v.matches) return 0;
    unsigned frame = returns_of(v, TRACE_FRAME_META_RETURN, TRACE_FRAME_META_EXCEPTION);
    if (same(v.message, A(false))) return frame;
    term call = call_term(p, f, args, false);
    trace_tell_meta(p, tracer, A(call), (term[]){call, message_or_none(v.message)}, 2);
    return frame;
}

/* A match context that a local call hands on is shown as the bitstring that is left in it. */
static const term *shown_arguments(struct process *p, const term *args, uint32_t arity, term copy[ARITY_MAX])
{
    bool any = false;
    for (uint32_t i = 0; i < arity && !any; i++) any = is_match(args[i]);
    if (!any) return args;
    for (uint32_t i = 0; i < arity; i++) {
        copy[i] = is_match(args[i]) ? match_tail(&p->heap, (struct match_context *)boxed(args[i])) : args[i];
        if (!is_term(copy[i])) copy[i] = NIL;
    }
    return copy;
}

void trace_note_call(struct process *p, const struct mfa *f)
{
    if (p->saved_calls && !p->sensitive) saved_calls_note(p, *f);
}

bool trace_called(struct process *p, struct trace_point *t, struct call_pattern *c, term *args,
                  term frame[TRACE_FRAME_WORDS])
{
    term copy[ARITY_MAX];
    struct mfa f = t->mfa;
    unsigned flags = 0;
    term meta_tracer = c->meta_tracer;
    if (c->count && !c->count_paused) c->calls++;
    bool plain = c->call && trace_is(p, TRACE_CALL), costs = (c->time || c->memory) && trace_is(p, TRACE_CALL);
    if (!plain && !c->meta && !costs) return false;
    trace_frame_fill(frame, &f, c->session, meta_tracer);
    if (costs) flags |= trace_costs_begin(p, t, c, frame);
    const term *shown = shown_arguments(p, args, f.arity, copy);
    bool meta = c->meta;
    if (plain) flags |= call_traced(p, &f, c, shown);
    if (meta) flags |= meta_traced(p, &f, c, shown);
    trace_frame_set(frame, flags);
    return flags;
}
