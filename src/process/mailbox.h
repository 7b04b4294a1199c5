/* process/mailbox.h - the queue of messages of one process, and how receive walks it.
 *
 * A message is one allocation: the links and, behind them, its terms, which point nowhere but into
 * the message itself, to literals and to off-heap binaries.  When receive takes a message, its memory
 * becomes a fragment of the heap as it is: nothing is copied, no register changes.
 *
 * What the instructions of receive call (p is the running process):
 *
 *     loop_rec          value = mailbox_look(p); NO_TERM: go on at the fail label (wait or timeout)
 *     remove_message    mailbox_take(p)
 *     loop_rec_end      mailbox_skip(p)
 *     wait              (sleep until process_wake; continue at loop_rec)
 *     wait_timeout      receive_sleep(p, time)          (receive.h)
 *     timeout           receive_timeout(p)
 *     recv_marker_reserve / _bind / _clear / _use       mailbox_marker_...
 *
 * Between look and take (or skip) terms of a message that is still queued are in registers.  If a
 * collection must happen there (a guard that allocates), process_collect() first leaves a copy in the queue.
 */
#pragma once
#include "heap/heap.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process;

struct message {
    struct message *next;
    term value;
    term token; /* seq_trace; NIL: none.  In words[], if boxed */
    struct offheap *offheap;
    size_t used; /* words in words[] */
    term words[];
};

enum { MAILBOX_MARKERS = 4 }; /* kept at once; an older one that falls out only costs time */

struct mailbox {
    struct message *first, **last; /* the queue, oldest first */
    struct message **save;         /* receive looks at *save next */
    struct message **priority_end; /* behind the messages of priority, which stand first */
    size_t length;
    struct queue_told *told; /* sessions that know that the queue is long; monitoring.h */
    bool looking;            /* terms of *save are in registers */
    bool marked;             /* some marker is set */
    uint8_t next_marker;
    struct mailbox_marker {
        uint64_t reference;   /* its number; 0: reserved, not bound */
        struct message **at;  /* messages before it cannot hold the reference; NULL: unused */
        uint32_t reservation; /* tells a stale reserve from a live one */
    } markers[MAILBOX_MARKERS];
};

void mailbox_open(struct mailbox *m);
void mailbox_close(struct mailbox *m); /* frees the messages */

/* -- making messages ---------------------------------------------------------------- */

/* A message with room for `words`, of which none is used; NULL: no memory.  The maker builds
 * terms at words[], then sets value and used, or uses message_set(). */
struct message *message_new(size_t words);
void message_free(struct message *m); /* and what its off-heap objects own */

/* Room of a message that will hold a copy of each term and `more` words of others' building;
 * SIZE_MAX: no memory. */
size_t message_words(const term *terms, size_t count, size_t more);

/* Copies t to *hp, a place in m; false: no memory. */
bool message_copy(struct message *m, term t, term **hp, term *result);

/* The heap takes over m's memory: its terms are the heap's, m is no message any more. */
void message_adopt(struct heap *h, struct message *m);

/* A message that is a copy of `value`; NULL: no memory. */
struct message *message_of(term value);

/* The same for a message that may wait long outside any mailbox, where no one searches it for
 * references to literals that go: it shares none.  *hp: `more` words of room behind the copy; may be NULL. */
struct message *message_lasting(term value, size_t more, term **hp);

/* Appends m and wakes the owner; tells the tracer, if the owner's messages are traced. */
void mailbox_post(struct process *to, struct message *m);
/* The same, of `from`: who is to be named to the tracer. */
void mailbox_post_from(struct process *to, term from, struct message *m);
/* The same for a message of priority (OTP 28): it stands behind those of priority that came before, and ahead of all others. */
void mailbox_post_priority(struct process *to, term from, struct message *m);
/* The same for messages that are never traced: those to tracers. */
void mailbox_append(struct process *to, struct message *m);

/* -- receive ------------------------------------------------------------------------- */

/* The term of the next message to try, or NO_TERM. */
static inline term mailbox_look_at(struct mailbox *m)
{
    if (!*m->save) return NO_TERM;
    m->looking = true;
    return (*m->save)->value;
}
/* The message looked at did not match. */
static inline void mailbox_skip_in(struct mailbox *m)
{
    m->looking = false;
    m->save = &(*m->save)->next;
}
term mailbox_look(struct process *p);
void mailbox_skip(struct process *p);
/* The message looked at has matched: it leaves the queue, its terms are the heap's. The next receive
 * starts at the first message; a receive timer is cancelled. */
void mailbox_take(struct process *p);
/* The next receive starts at the first message (also after a timeout). */
static inline void mailbox_rewind(struct mailbox *m)
{
    m->looking = false;
    m->save = &m->first;
}

/* Before a collection: makes terms in registers independent of the queue; false: no memory. */
bool mailbox_detach(struct process *p);

/* -- markers: a receive that waits for a fresh reference skips what came before it ------- */
term mailbox_marker_reserve(struct process *p);                                /* what _bind is given */
void mailbox_marker_bind(struct process *p, term reservation, term reference); /* any terms */
void mailbox_marker_clear(struct process *p, term reference);
void mailbox_marker_use(struct process *p, term reference);
/* The next reservation of each marker is the one after `n`, as far as it counts. */
void mailbox_markers_count_from(struct process *p, uint64_t n);
