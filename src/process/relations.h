/* process/relations.h - links, monitors and aliases of processes and ports.
 *
 * A link or a monitor is one object that hangs in the lists of both ends, so either end's death
 * removes it in constant time.  Links are found by their two ends, monitors and aliases by their
 * reference, in one table (references.h).
 */
#pragma once
#include "heap/heap.h"
#include "process/references.h"

struct message;
struct process;
struct link;
struct monitor;
struct tracee;

/* What a process or port is related to; embedded in both. */
struct relations {
    term owner;                      /* local pid or port; clock_service for the clock */
    struct link *links, **links_end; /* oldest first */
    struct monitor *monitors;        /* made by the owner: what it watches, and its aliases; newest first */
    struct monitor *monitored_by, **monitored_by_end; /* of others, on the owner; oldest first */
    size_t link_count, monitor_count, monitored_by_count;
    struct tracee *trace; /* who traces the owner; NULL: nobody; trace.h */
};

void relations_open(struct relations *r, term owner);

struct link {
    struct reference entry; /* kind REFERENCE_LINK */
    struct link_end {
        struct relations *of;
        struct link *next, **at; /* in of->links */
        bool priority;           /* the exit signal that breaks it is a message of priority to this end's owner */
    } ends[2];
};

enum alias_mode { ALIAS_NONE, ALIAS_EXPLICIT, ALIAS_DEMONITOR, ALIAS_REPLY };

struct monitor {
    struct reference entry; /* kind REFERENCE_MONITOR: a monitor, an alias, or both */
    struct relations *origin;
    struct monitor *next, **at; /* in origin->monitors */
    struct relations *target;   /* NULL: only an alias (or what it watched is gone) */
    struct monitor *target_next, **target_at;
    term target_id;      /* pid, port or clock_service; NO_TERM: an alias only */
    term name;           /* monitored by this registered name, or NO_TERM */
    term type;           /* process, port, time_offset */
    struct message *tag; /* holds the term that stands for 'DOWN'; NULL: 'DOWN' itself */
    uint8_t alias;       /* enum alias_mode */
    bool priority;       /* what comes by it may be a message of priority */
};

/* -- links ----------------------------------------------------------------------------- */
struct link *link_find(const struct relations *a, const struct relations *b);
/* Links a and b (harmless if they are already); false: no memory. */
bool link_make(struct relations *a, struct relations *b);
void link_free(struct link *l);
/* The other end's relations, and the next link in r's list. */
static inline struct relations *link_other(const struct link *l, const struct relations *r)
{
    return l->ends[l->ends[0].of == r].of;
}
static inline struct link *link_next(const struct link *l, const struct relations *r)
{
    return l->ends[l->ends[0].of != r].next;
}

/* The reference of the monitor that r's owner made last, on heap h; NO_TERM: no memory. */
term monitor_newest(const struct relations *r, struct heap *h);

/* -- monitors and aliases ------------------------------------------------------------------ */
/* A monitor by `origin` on `target` (NULL: an alias only) under a new reference; NULL: no memory. */
struct monitor *monitor_make(struct relations *origin, struct relations *target, term type);
struct monitor *monitor_find(term reference); /* NULL: none */
void monitor_free(struct monitor *m);
/* The target's end is cut; what is left is an alias of mode ALIAS_EXPLICIT, or nothing. */
void monitor_end(struct monitor *m);
/* Wants the exit signal that breaks `a`'s link with `b` as a message of priority, or as any other. */
void link_set_priority(struct relations *a, struct relations *b, bool priority);
/* Has r's owner asked for messages of priority? */
bool relations_take_priority(const struct relations *r);
/* 'DOWN' (or what stands for it) to the origin, then monitor_end(m). */
void monitor_fire(struct monitor *m, term reason);
/* What a 'DOWN' message says of who has ended. */
struct down {
    uint64_t reference;
    term type, object, name; /* `name` NO_TERM: it was not monitored by one */
    bool priority;
};
/* Sends a 'DOWN' message.  `tag` may be NO_TERM. */
bool monitor_send_down(struct process *to, term tag, const struct down *d, term reason);

/* The live process that an active alias stands for; NULL: none. */
struct process *alias_find(term reference);
/* Does the alias take messages of priority? */
bool alias_takes_priority(term reference);
/* The same as alias_find(); a message is being sent to it:
 * an alias of mode ALIAS_REPLY ends with that, and its monitor too. */
struct process *alias_use(term reference);

/* Sends what the end of `r`'s owner causes (exit signals to linked, 'DOWN' to watchers) and frees all
 * relations; at most *budget of them, which is counted down; false: call again to continue. */
bool relations_end(struct relations *r, term reason, size_t *budget);
