/* bif/trace_frame.h - what stands on the stack between a traced call and its caller, for one session. */
#pragma once
#include "bif/call_trace.h"

enum trace_frame_flag {
    TRACE_FRAME_RETURN = 1,
    TRACE_FRAME_EXCEPTION = 2,
    TRACE_FRAME_RETURN_TO = 4,
    TRACE_FRAME_META_RETURN = 8,
    TRACE_FRAME_META_EXCEPTION = 16,
    TRACE_FRAME_TIME = 32,
    TRACE_FRAME_MEMORY = 64,
    TRACE_FRAME_FLAG_BITS = 7,
};

/* The words of a frame; all are immediates to the collector. */
enum trace_frame_word {
    FRAME_FLAGS, /* and the function's arity */
    FRAME_MODULE,
    FRAME_FUNCTION,
    FRAME_SESSION,
    FRAME_META_TRACER,
    FRAME_TIMED, /* the address of the trace point that was timed before, or 0 */
    FRAME_SIZED, /* the same for memory */
};
_Static_assert(FRAME_SIZED + 1 == TRACE_FRAME_WORDS, "a frame's words");

/* A frame without flags. */
void trace_frame_fill(term *frame, const struct mfa *f, const struct trace_session *s, term meta_tracer);
void trace_frame_set(term *frame, unsigned flags);
/* The flags of the frames of a session that lie on top of p's stack: nothing lies between them and the call. */
unsigned trace_frames_on_top(const struct process *p, const struct trace_session *s);

/* Event `tag` of p to a meta tracer. */
void trace_tell_meta(struct process *p, term tracer, term tag, const term *terms, size_t count);

/* -- call_time and call_memory: trace_costs.c ------------------------------------------------------- */

/* A call whose cost is measured begins: what was measured before pauses; the flags of the frame. */
unsigned trace_costs_begin(struct process *p, struct trace_point *t, struct call_pattern *c, term *frame);
/* It ends: what was measured before goes on. */
void trace_costs_end(struct process *p, struct tracee *t, const term *frame, unsigned flags);
/* What is being measured is added to where it belongs, for trace_info. */
void trace_costs_flush(const struct trace_session *s);
