/* bif/trace_flags.h - reading and telling the flags of tracing. */
#pragma once
#include "bif/bif.h"
#include "process/trace.h"

/* Flags that a process, or a port, can be traced for; and those that only change how things are told. */
#define TRACE_MODIFIER_FLAGS                                                                                           \
    (TRACE_SILENT | TRACE_TIMESTAMP | TRACE_STRICT_MONOTONIC_TIMESTAMP | TRACE_MONOTONIC_TIMESTAMP |                   \
     TRACE_SCHEDULER_ID | TRACE_RECEIVE | TRACE_SEND)
#define TRACE_PORT_FLAGS    (TRACE_MODIFIER_FLAGS | TRACE_PORTS | TRACE_RUNNING_PORTS)
#define TRACE_PROCESS_FLAGS (((UINT32_C(1) << TRACE_FLAGS) - 1) & ~(uint32_t)(TRACE_PORTS | TRACE_RUNNING_PORTS))

struct trace_request {
    uint32_t flags;
    term tracer; /* NO_TERM: not given */
    bool cpu_timestamp;
};
/* A list of flags and, but in a session that has its tracer, {tracer, Tracer}; false: bad. */
bool trace_flags_read(struct trace_request *r, const struct trace_session *s, term list);
/* The flags as a list of atoms; NO_TERM: no memory. */
term trace_flags_list(struct heap *h, uint32_t flags);
/* Who is meant by a tracer: a pid or port, or {erl_tracer, PidOrPort}; NO_TERM: nobody there, or a module of another
 * name (its functions would have to be native). */
term trace_tracer_of(term t);

/* erlang:trace/3 in a session. */
enum bif_end trace_set_processes(struct process *p, struct trace_session *s, term *args, term *result);
/* What a session wants of something: a process or port, new ones, a function, messages. */
enum trace_interest { TRACE_NO_SUCH_THING, TRACE_UNDEFINED, TRACE_NOT_TRACED, TRACE_TRACED };
enum trace_interest trace_interest_in(struct trace_session *s, term what);
/* {Receiver, Options} of system_monitor in a session, or undefined. */
term system_monitor_list(struct process *p, const struct monitoring *m);
/* erlang:trace_info/2 in a session. */
enum bif_end trace_info_of(struct process *p, struct trace_session *s, term *args, term *result);
