/* process/trace.h - tracing of processes: who is traced, and the messages a tracer gets
 * (erlang:trace/3; Reference manual, erlang module, "trace messages").
 *
 * A process with p->trace == NULL costs one test at each place.  Events are sent at once, as messages to
 * the tracer, in the order in which they happen.
 */
#pragma once
#include "process/process.h"

enum trace_flag_index {
#define TRACE(name, bit) TRACE_INDEX_##bit,
#include "process/trace_flags.def"
#undef TRACE
    TRACE_FLAGS,
};
enum trace_flag {
#define TRACE(name, bit) TRACE_##bit = 1 << TRACE_INDEX_##bit,
#include "process/trace_flags.def"
#undef TRACE
};

/* What the struct of a process points to while it is traced. */
struct process_trace {
    uint32_t flags;
    term tracer; /* local pid or port */
};

static inline bool trace_is(const struct process *p, uint32_t flags)
{
    return __builtin_expect(p->trace != NULL, 0) && (p->trace->flags & flags);
}

/* Sends {trace, Pid, Tag, Terms...} (with a timestamp, if the flags ask for one) about p to its tracer; a
 * tracer that is gone ends the tracing of p.  Terms that are NO_TERM are left out. */
void trace_event(struct process *p, term tag, const term *terms, size_t count);

/* {trace, Pid, Tag, Term} if p is traced for `procs`. */
static inline void trace_procs(struct process *p, term tag, term other)
{
    if (trace_is(p, TRACE_PROCS)) trace_event(p, tag, &other, 1);
}

/* A collection of p begins or ends (`tag` says which), if p is traced for it: {trace, Pid, Tag, Info}. */
void trace_collection(struct process *p, term tag, size_t need);

/* Sets or clears flags of p; a NO_TERM tracer keeps the one there is. False: no memory. */
bool trace_set(struct process *p, uint32_t set, uint32_t clear, term tracer);

/* p is about to run (`in`) or has stopped: {trace, Pid, in | out, {M, F, A} | 0}. */
void trace_schedule(struct process *p, bool in);

/* What a new process inherits (set_on_spawn), and its `spawned`/`spawn` events. */
void trace_spawned(struct process *parent, struct process *child, term module, term function, term args);
/* The same for links, and `getting_linked`; `link` was told of before. */
void trace_linked(struct process *p, struct process *other);

/* Timestamps as trace messages carry them: for `flags` none of the four, NO_TERM.
 * Takes at most TRACE_STAMP_WORDS of *hp. */
enum { TRACE_STAMP_WORDS = 16 };
term build_trace_stamp(term **hp, uint32_t flags);
