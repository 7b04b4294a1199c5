/* process/port_signal.h - what processes do to ports, in order, until io/ takes it.
 *
 * Ports live above this folder, which may not call them: `Port ! Message` and exit signals to a port are
 * queued here.  io/ empties the queue before it carries out any operation on a port, and vm's main cycle has
 * it emptied after each slice (ports_take_signals() in io/ports.h); so the order between one process and one
 * port is that of the calls.
 */
#pragma once
#include "term/term.h"

struct message;

enum port_signal_kind {
    PORT_SIGNAL_MESSAGE,     /* Port ! Term */
    PORT_SIGNAL_EXIT,        /* exit(Port, Reason) */
    PORT_SIGNAL_TRACE,       /* a trace message to a port that is a tracer */
    PORT_SIGNAL_LINK_BROKEN, /* a linked process has ended; the link itself is gone already */
};

struct port_signal {
    struct port_signal *next;
    enum port_signal_kind kind;
    term port, from;
    struct message *message; /* holds the term or reason */
};

/* Queues a signal with a copy of `value`; false: no memory. */
bool port_signal_send(enum port_signal_kind kind, term port, term from, term value);
/* Takes the oldest; NULL: none.  The caller frees it. */
struct port_signal *port_signal_take(void);
void port_signal_free(struct port_signal *s);
