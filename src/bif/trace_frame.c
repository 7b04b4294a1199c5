/* bif/trace_frame.c - returns and exceptions of traced calls. */
#include "bif/trace_frame.h"
#include "bif/bif.h"
#include "code/code.h"
#include "process/state.h"

static const uint32_t *address_of(term t) { return (const uint32_t *)(uintptr_t)(t.word - TAG_HEADER); }
static bool is_trace_return(term t) { return is_return_address(t) && address_of(t) == &call_trace()->returns[1]; }

void trace_frame_fill(term *frame, const struct mfa *f, const struct trace_session *s, term meta_tracer)
{
    frame[FRAME_FLAGS] = small((int64_t)f->arity << TRACE_FRAME_FLAG_BITS);
    frame[FRAME_MODULE] = f->module;
    frame[FRAME_FUNCTION] = f->function;
    frame[FRAME_SESSION] = small(s->number);
    frame[FRAME_META_TRACER] = meta_tracer;
    frame[FRAME_TIMED] = frame[FRAME_SIZED] = small(0);
}

void trace_frame_set(term *frame, unsigned flags)
{
    frame[FRAME_FLAGS] = small(small_value(frame[FRAME_FLAGS]) | flags);
}

static unsigned flags_of(const term *frame)
{
    return (unsigned)small_value(frame[FRAME_FLAGS]) & ((1 << TRACE_FRAME_FLAG_BITS) - 1);
}

static bool is_of(const term *frame, uint64_t session) { return small_value(frame[FRAME_SESSION]) == (int64_t)session; }

/* Flags of the frames of a session from `s` upwards; *caller: the return address behind them. */
static unsigned frames_from(const term *s, uint64_t session, const uint32_t **caller)
{
    unsigned flags = 0;
    for (; is_trace_return(*s); s += 1 + TRACE_FRAME_WORDS)
        if (is_of(s + 1, session)) flags |= flags_of(s + 1);
    *caller = is_return_address(*s) ? address_of(*s) : NULL;
    return flags;
}

unsigned trace_frames_on_top(const struct process *p, const struct trace_session *s)
{
    const uint32_t *caller;
    return frames_from(p->heap.sp, s->number, &caller);
}

static term frame_mfa(struct process *p, const term *frame)
{
    term arity = small(small_value(frame[FRAME_FLAGS]) >> TRACE_FRAME_FLAG_BITS);
    term t = heap_tuple3(&p->heap, frame[FRAME_MODULE], frame[FRAME_FUNCTION], arity);
    return is_term(t) ? t : NIL;
}

/* The frame's session's view of p; NULL: it traces p no more, or not for calls. */
static struct tracee *tracee_of(struct process *p, const term *frame)
{
    const struct trace_session *s = trace_session_numbered((uint64_t)small_value(frame[FRAME_SESSION]));
    struct tracee *t = s ? trace_find(p->relations.trace, s) : NULL;
    return t && (t->flags & TRACE_CALL) && !p->sensitive ? t : NULL;
}

static void tell_return_to(struct process *p, struct tracee *t, const uint32_t *at)
{
    struct code_place place;
    term where = A(undefined);
    if (at && code_place(at, &place) && is_term(place.name))
        where = heap_tuple3(&p->heap, place.name, place.function, small(place.arity));
    trace_tell_one(&p->relations, t, A(return_to), &where, 1);
}

/* To where the call returns - unless its caller's own return is to be told of: then that tells. */
static void returned_to(struct process *p, struct tracee *t, const term *frame)
{
    const uint32_t *caller;
    unsigned outer = frames_from(frame + TRACE_FRAME_WORDS, t->session->number, &caller);
    if (!(outer & TRACE_FRAME_RETURN_TO)) tell_return_to(p, t, caller ? caller - 1 : NULL);
}

void trace_returned(struct process *p, const term *frame, term value)
{
    unsigned flags = flags_of(frame);
    if (flags & TRACE_FRAME_META_RETURN)
        trace_tell_meta(p, frame[FRAME_META_TRACER], A(return_from), (term[]){frame_mfa(p, frame), value}, 2);
    struct tracee *t = tracee_of(p, frame);
    if (t && (flags & TRACE_FRAME_RETURN))
        trace_tell_one(&p->relations, t, A(return_from), (term[]){frame_mfa(p, frame), value}, 2);
    t = tracee_of(p, frame);
    if (t && (flags & TRACE_FRAME_RETURN_TO) && (t->flags & TRACE_RETURN_TO)) returned_to(p, t, frame);
    t = tracee_of(p, frame);
    if (t) trace_costs_end(p, t, frame, flags);
}

void trace_raised(struct process *p, const term *frame)
{
    unsigned flags = flags_of(frame);
    const struct failure *f = &p->failure;
    struct tracee *t = tracee_of(p, frame);
    if (t) trace_costs_end(p, t, frame, flags);
    if (!(flags & (TRACE_FRAME_EXCEPTION | TRACE_FRAME_META_EXCEPTION))) return;
    term terms[] = {frame_mfa(p, frame), heap_tuple2(&p->heap, f->class, f->reason)};
    if (flags & TRACE_FRAME_META_EXCEPTION) trace_tell_meta(p, frame[FRAME_META_TRACER], A(exception_from), terms, 2);
    if (t && (flags & TRACE_FRAME_EXCEPTION)) trace_tell_one(&p->relations, t, A(exception_from), terms, 2);
}

void trace_caught(struct process *p, const term *frame, const uint32_t *to)
{
    struct tracee *t = tracee_of(p, frame);
    if (t && (flags_of(frame) & TRACE_FRAME_RETURN_TO) && (t->flags & TRACE_RETURN_TO)) tell_return_to(p, t, to);
}
