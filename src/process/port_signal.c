/* process/port_signal.c - the queue of signals to ports. */
#include "process/port_signal.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "process/mailbox.h"

struct port_signals {
    struct port_signal *first, **last;
};

static struct port_signals *signals(void)
{
    struct port_signals *q = arena_root(ROOT_port_signals);
    if (q) return q;
    q = memory_alloc(MEMORY_SYSTEM, sizeof *q);
    if (!q) return NULL;
    *q = (struct port_signals){NULL, &q->first};
    arena_set_root(ROOT_port_signals, q);
    return q;
}

bool port_signal_send(enum port_signal_kind kind, term port, term from, term value)
{
    struct port_signals *q = signals();
    struct port_signal *s = memory_alloc(MEMORY_SYSTEM, sizeof *s);
    struct message *m = q && s ? message_of(value) : NULL;
    if (!m) {
        memory_free(MEMORY_SYSTEM, s);
        return false;
    }
    *s = (struct port_signal){.kind = kind, .port = port, .from = from, .message = m};
    *q->last = s;
    q->last = &s->next;
    return true;
}

struct port_signal *port_signal_take(void)
{
    struct port_signals *q = arena_root(ROOT_port_signals);
    struct port_signal *s = q ? q->first : NULL;
    if (!s) return NULL;
    q->first = s->next;
    if (!q->first) q->last = &q->first;
    return s;
}

void port_signal_free(struct port_signal *s)
{
    message_free(s->message);
    memory_free(MEMORY_SYSTEM, s);
}
