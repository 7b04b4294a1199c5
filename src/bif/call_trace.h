/* bif/call_trace.h - call tracing: breakpoints in code, and what happens when a call comes to one.
 *
 * A local trace point lies at a function's entry, whose first instruction's op it replaces by `breakpoint`;
 * calls of every kind meet it.  A global one is an instruction of its own, to which the function's export leads;
 * only external calls meet it.  Either is found by the address of its `breakpoint`.
 *
 * When a traced call's return is to be told of, a frame is pushed between it and its caller: the address of
 * the `trace_return` instruction, and TRACE_FRAME_WORDS immediates that say which function it was.
 */
#pragma once
#include "code/module.h"
#include "memory/arena.h"
#include "process/trace.h"
#include "term/objects.h"

struct match_program;

struct trace_point {
    const uint32_t *at;     /* where its `breakpoint` stands */
    uint32_t saved;         /* local: the op that stood there */
    const uint32_t *target; /* global: where calls go on; NULL: local */
    struct module *module;  /* local: whose code it is in */
    struct export *export;  /* global */
    struct mfa mfa;
    bool call, count, paused;    /* the plain pattern is on; calls are counted */
    struct match_program *match; /* of the plain pattern; NULL: every call */
    term meta;                   /* who gets meta traces; NO_TERM: nobody */
    struct match_program *meta_match;
    uint64_t calls;
};

/* Hash table by `at`; open addressing. */
struct call_trace {
    struct trace_point **points;
    size_t room, count;
    uint32_t *returns; /* code: an arity, `trace_return` */
};

/* The state; NULL until something was traced. */
static inline struct call_trace *call_trace(void) { return arena_root(ROOT_trace); }

/* The trace point whose breakpoint is at that address; NULL: none. */
struct trace_point *trace_point_at(const uint32_t *at);

/* -- setting: trace_point.c ------------------------------------------------------------------- */

/* A local point on a function of a module, or a global one on an export, made if `make`; NULL: none, no memory. */
struct trace_point *trace_point_local(struct module *m, size_t function, bool make);
struct trace_point *trace_point_global(struct export *e, bool make);
void trace_point_free(struct trace_point *t);
/* Visits all: the point at *at or after it; NULL: no more. */
struct trace_point *trace_point_after(size_t *at);

/* -- what the interpreter calls: trace_call.c ----------------------------------------------------- */

enum { TRACE_FRAME_WORDS = 3 };
enum trace_frame_flag { TRACE_FRAME_RETURN = 1, TRACE_FRAME_EXCEPTION = 2, TRACE_FRAME_RETURN_TO = 4 };

/* p calls t's function with args: tells tracers; 0, or the flags of the frame to be pushed. */
unsigned trace_called(struct process *p, struct trace_point *t, term *args);
/* The words of that frame, lowest first. */
void trace_frame_fill(term frame[TRACE_FRAME_WORDS], const struct trace_point *t, unsigned flags);
/* A call returns `value` to `to`. */
void trace_returned(struct process *p, const term frame[TRACE_FRAME_WORDS], term value, const uint32_t *to);
/* A call ends by an exception. */
void trace_raised(struct process *p, const term frame[TRACE_FRAME_WORDS], term class, term reason);
