/* process/trace.h - tracing of processes and ports: who is traced, and the messages a tracer gets
 * (erlang:trace/3; Reference manual, erlang module, "trace messages").
 *
 * What is traced belongs to a session: trace_sessions() is the first, the one of erlang:trace/3; others may
 * follow it.  A process or port that is traced has a list of tracees, one for each session that traces it;
 * with the list empty (relations.trace == NULL) tracing costs one test at each place.  Events are sent at once, as
 * messages to the tracers, in the order in which they happen.
 */
#pragma once
#include "process/monitoring.h"
#include "term/atoms.h"

struct match_program; /* ets/match_program.h */

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

/* What new processes, or ports, are traced for. */
struct trace_default {
    uint32_t flags;
    term tracer;
};

/* Which messages are told of: trace_pattern(send | 'receive', ...). */
struct message_pattern {
    bool off;
    struct match_program *match; /* NULL: all */
};

struct trace_session {
    struct trace_session *next;
    uint32_t number; /* 0: erlang:trace/3's */
    /* Of the others: their name, and to whom all is told (a local pid or port). */
    term name, tracer;
    bool dropped; /* nobody holds it any more: trace_sessions_tidy() ends it */
    struct monitoring monitoring;
    struct trace_default new_processes, new_ports;
    struct message_pattern send, receive;
    struct call_pattern *on_load; /* of the functions of modules yet to be loaded: bif/call_trace.h; NULL: none */
};

/* What one session knows of one process or port that it traces. */
struct tracee {
    struct tracee *next;
    struct trace_session *session;
    uint32_t flags;
    term tracer; /* local pid or port */
    /* call_time and call_memory: the trace point of the traced function that runs, and when it began. */
    const uint32_t *timed, *sized;
    uint64_t timed_since, timed_used, sized_since; /* nanoseconds, words */
};

struct trace_session *trace_sessions(void);
/* The session with this number; NULL: it has ended. */
struct trace_session *trace_session_numbered(uint64_t number);

/* False: whoever sets what is traced names the tracer, or is it. */
static inline bool trace_session_has_tracer(const struct trace_session *s)
{
    return s->number && !same(s->tracer, A(undefined));
}

/* Who is told when nobody is named in a call of p's. */
static inline term trace_session_tracer(const struct trace_session *s, const struct process *p)
{
    return trace_session_has_tracer(s) ? s->tracer : p->pid;
}

/* What the list says of a session; NULL: the session does not trace it. */
struct tracee *trace_find(struct tracee *first, const struct trace_session *s);

/* Sets or clears flags in a list; a NO_TERM tracer keeps the one there is. False: no memory. */
bool trace_set(struct tracee **first, struct trace_session *s, uint32_t set, uint32_t clear, term tracer);
/* Frees a list. */
void trace_forget(struct tracee **first);
bool trace_tracer_lives(term tracer);
/* Ports live above this folder: io/ says how to ask whether one is still there. */
void trace_ports_asked_by(bool (*lives)(term port));

/* The flags of all sessions. */
static inline uint32_t trace_flags_of(const struct relations *r)
{
    uint32_t flags = 0;
    for (const struct tracee *t = r->trace; t; t = t->next) flags |= t->flags;
    return flags;
}
/* Does any session trace new processes? */
static inline bool trace_sees_new(const struct trace_session *s)
{
    for (; s; s = s->next)
        if (s->new_processes.flags) return true;
    return false;
}
static inline bool trace_list_has(const struct tracee *t, uint32_t flags)
{
    for (; t; t = t->next)
        if (t->flags & flags) return true;
    return false;
}
static inline bool trace_is(const struct process *p, uint32_t flags)
{
    return __builtin_expect(p->relations.trace != NULL, 0) && trace_list_has(p->relations.trace, flags);
}

/* -- telling --------------------------------------------------------------------------------- */

/* Sends {trace, Id, Tag, Terms...} (with a timestamp, if the flags ask for one) about the owner of r to one tracee's
 * tracer; a tracer that is gone ends the tracing, and the tracee with it.  Terms that are NO_TERM are left out. */
void trace_tell_one(struct relations *r, struct tracee *t, term tag, const term *terms, size_t count);
/* The same to each that traces it for one of `flags`. */
void trace_tell_all(struct relations *r, uint32_t flags, term tag, const term *terms, size_t count);
/* The same for a process, unless it is sensitive. */
void trace_tell(struct process *p, uint32_t flags, term tag, const term *terms, size_t count);

/* {trace, Id, Tag, Term} if the owner is traced for `procs`, or `ports`. */
void trace_related(struct relations *r, term tag, term other);
/* The same for a process. */
static inline void trace_procs(struct process *p, term tag, term other)
{
    if (trace_is(p, TRACE_PROCS)) trace_tell(p, TRACE_PROCS, tag, &other, 1);
}

/* p sends `value` to `to`, as it is named; it gets there, or `exists` is false. */
void trace_sent(struct process *p, term to, term value, bool exists);
/* `value` of `from` (undefined: not known) has come to p. */
void trace_received(struct process *p, term from, term value);

/* What runs match specifications of message patterns, which lie above this folder.  False: it does not match;
 * otherwise *message is what {message, _} said, or true. */
typedef bool trace_match_fn(struct process *p, struct trace_session *s, struct match_program *match, const term *args,
                            uint32_t count, term *message);
void trace_use_matcher(trace_match_fn *run);

/* A collection of p begins or ends (`tag` says which), if p is traced for it: {trace, Pid, Tag, Info}. */
void trace_collection(struct process *p, term tag, size_t need);

/* p is about to run (`in`) or has stopped: {trace, Pid, in | out, {M, F, A} | 0}; call_time stops while it does not run. */
void trace_schedule(struct process *p, bool in);

/* What a new process inherits (set_on_spawn), and its `spawned`/`spawn` events. */
void trace_spawned(struct process *parent, struct process *child, term module, term function, term args);
/* The same for links, and `getting_linked`; `link` was told of before. */
void trace_linked(struct process *p, struct process *other);

/* Timestamps as trace messages carry them: for `flags` none of the four, NO_TERM.
 * Takes at most TRACE_STAMP_WORDS of *hp. */
enum { TRACE_STAMP_WORDS = 16 };
term build_trace_stamp(term **hp, uint32_t flags);
