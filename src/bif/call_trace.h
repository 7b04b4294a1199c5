/* bif/call_trace.h - call tracing: breakpoints in code, and what happens when a call comes to one.
 *
 * A local trace point lies at a function's entry, whose first instruction's op it replaces by `breakpoint`;
 * calls of every kind meet it.  A global one is an instruction of its own, to which the function's export leads;
 * only external calls meet it.  A BIF has no code: local patterns for it lie at its export too, which all calls go
 * through while it is traced (code/breakpoint.h).
 *
 * At a point each session has its pattern: what it wants to know of the calls.
 *
 * When a traced call's return is to be told of, a frame is pushed between it and its caller: the address of
 * the `trace_return` instruction, and TRACE_FRAME_WORDS immediates that say which function and session it was.
 */
#pragma once
#include "bif/call_costs.h"
#include "code/breakpoint.h"
#include "memory/arena.h"
#include "process/trace.h"
#include "term/objects.h"

struct match_program;

/* What one session wants to know of calls of one function, or (session->on_load) of all functions to come. */
struct call_pattern {
    struct call_pattern *next;
    struct trace_session *session;
    bool call, global;           /* the plain pattern is on; it is a global one */
    struct match_program *match; /* of the plain pattern; NULL: every call */
    bool meta;
    term meta_tracer;
    struct match_program *meta_match;
    bool count, count_paused;
    uint64_t calls;
    struct call_costs *time, *memory; /* NULL: not measured */
    bool time_new, memory_new;        /* on_load: they are to be measured */
};

struct trace_point {
    struct breakpoint here; /* first */
    const uint32_t *target; /* global: where calls go on; NULL: local */
    struct module *module;  /* whose code a local one is in */
    struct export *export;  /* global */
    struct mfa mfa;
    bool saves;       /* processes with save_calls note calls */
    bool interpreted; /* the debugger's: calls go to error_handler:breakpoint/3 instead */
    struct call_pattern *patterns;
};

struct call_trace {
    uint32_t *returns;    /* code: an arity, `trace_return` */
    bool bif_calls_stale; /* an export's `traced` has changed */
    size_t saving;        /* processes with save_calls */
};

/* The state; NULL until something was traced. */
static inline struct call_trace *call_trace(void) { return arena_root(ROOT_trace); }
struct call_trace *call_trace_open(void); /* the same, made if needed; NULL: no memory */
/* Once, when the machine starts: modules that come and go, message patterns and dying processes are seen to. */
void call_trace_hook(void);

static inline struct trace_point *trace_point_at(const uint32_t *at) { return (struct trace_point *)breakpoint_at(at); }

/* -- points: trace_point.c ---------------------------------------------------------------------- */

/* The point where local patterns for a function of a module lie, or the global one of an export; made if `make`.
 * NULL: none, no memory. */
struct trace_point *trace_point_local(struct module *m, uint32_t function, bool make);
struct trace_point *trace_point_global(struct export *e, bool make);
/* What is left of a point that nothing asks for any more goes. */
void trace_point_tidy(struct trace_point *t);
/* All points of a module that stops being current go. */
void trace_points_retire(struct module *m);
/* Visits all: the point in slot *slot or after it; NULL: no more. */
static inline struct trace_point *trace_point_after(size_t *slot)
{
    return (struct trace_point *)breakpoint_after(slot);
}
/* BIFs' calls go as their exports say from now on. */
void trace_points_settle(void);

/* One session's pattern at a point; made if `make`. */
struct call_pattern *call_pattern_of(struct trace_point *t, const struct trace_session *s, bool make);
/* Frees what the pattern holds, not itself. */
void call_pattern_clear(struct call_pattern *c);
bool call_pattern_is_empty(const struct call_pattern *c);

/* Ends a session's tracing of functions. */
void call_trace_end_session(struct trace_session *s);

/* -- setting: trace_pattern.c ------------------------------------------------------------------------ */

/* trace_pattern/3 in a session; erlang:trace_pattern/3's is the first. */
enum bif_end trace_pattern_set(struct process *p, struct trace_session *s, term *args, term *result);
/* A module has become current: the sessions' patterns for functions to come. */
void trace_pattern_loaded(struct module *m);

/* -- saved calls: trace_saves.c ---------------------------------------------------------------------- */

/* p notes its latest `size` calls from now on; false: no memory. */
bool trace_saves_set(struct process *p, uint32_t size);
/* p ends. */
void trace_saves_end(struct process *p);
void trace_saves_loaded(struct module *m);

/* A message pattern is run: trace_match_fn of process/trace.h. */
trace_match_fn trace_match_message;

/* -- what the interpreter calls: trace_call.c ----------------------------------------------------- */

enum { TRACE_FRAME_WORDS = 7 };

/* p calls t's function with args, and c wants to know: tells tracers; true: `frame` is to be pushed. */
bool trace_called(struct process *p, struct trace_point *t, struct call_pattern *c, term *args,
                  term frame[TRACE_FRAME_WORDS]);
/* p has called a function that it is to note (process_flag(save_calls, N)). */
void trace_note_call(struct process *p, const struct mfa *f);
/* A call whose frame this is, on the stack, returns `value`. */
void trace_returned(struct process *p, const term *frame, term value);
/* A call ends by an exception. */
void trace_raised(struct process *p, const term *frame);
/* The exception of a call with that frame has been caught at `to`. */
void trace_caught(struct process *p, const term *frame, const uint32_t *to);
