/* process/trace.h - tracing of processes: who is traced, and the messages a tracer gets
 * (erlang:trace/3; Reference manual, erlang module, "trace messages").
 *
 * A process with p->trace == NULL costs one test at each place.  Events are sent at once, as messages to
 * the tracer, in the order in which they happen.
 */
#pragma once
#include "process/process.h"

enum trace_flag {
    TRACE_SEND = 1 << 0,
    TRACE_RECEIVE = 1 << 1,
    TRACE_PROCS = 1 << 2,
    TRACE_CALL = 1 << 3,
    TRACE_RETURN_TO = 1 << 4,
    TRACE_ARITY = 1 << 5,
    TRACE_RUNNING = 1 << 6, /* also running_procs */
    TRACE_GARBAGE_COLLECTION = 1 << 7,
    TRACE_PORTS = 1 << 8,
    TRACE_TIMESTAMP = 1 << 9,
    TRACE_MONOTONIC_TIMESTAMP = 1 << 10,
    TRACE_STRICT_MONOTONIC_TIMESTAMP = 1 << 11,
    TRACE_CPU_TIMESTAMP = 1 << 12,
    TRACE_SILENT = 1 << 13,
    TRACE_SET_ON_SPAWN = 1 << 14,
    TRACE_SET_ON_FIRST_SPAWN = 1 << 15,
    TRACE_SET_ON_LINK = 1 << 16,
    TRACE_SET_ON_FIRST_LINK = 1 << 17,
    TRACE_EXITING = 1 << 18,
    TRACE_RUNNING_PROCS = 1 << 19,
    TRACE_RUNNING_PORTS = 1 << 20,
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

/* What a new process inherits (set_on_spawn), and its `spawned`/`spawn` events. */
void trace_spawned(struct process *parent, struct process *child, term module, term function, term args);
/* The same for links. */
void trace_linked(struct process *p, struct process *other);

/* Timestamps as trace messages carry them: for `flags` none of the four, NO_TERM.
 * Takes at most TRACE_STAMP_WORDS of *hp. */
enum { TRACE_STAMP_WORDS = 16 };
term build_trace_stamp(term **hp, uint32_t flags);
