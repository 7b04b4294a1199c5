/* io/commands.c - messages to ports, and the signals that processes have queued for them. */
#include "io/commands.h"
#include "etf/etf.h"
#include "heap/binary.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "io/io.h"
#include "io/port_table.h"
#include "io/port_trace.h"
#include "process/port_signal.h"
#include "process/log.h"
#include "process/process.h"
#include "term/atoms.h"
#include <stdio.h>

static void bad_signal(struct port *p)
{
    struct process *owner = process_find(p->connected);
    if (owner) process_exit_signal(owner, port_id(p), A(badsig), false);
}

static void log_bad_value(const struct port *p)
{
    char text[256];
    snprintf(text, sizeof text, "Bad value on output port '%.200s'\n", p->name);
    log_text(A(error), NULL, NIL, text);
}

enum output_result port_output(struct port *p, term from, term data)
{
    port_trace_command(p, from, data);
    port_trace_running(p, true, A(command));
    enum output_result r = p->driver->output ? p->driver->output(p, from, data) : OUTPUT_BAD;
    if (r == OUTPUT_BAD) log_bad_value(p);
    port_trace_running(p, false, A(command));
    return r;
}

/* A trace message to a port that is a tracer: in the external format, as a command of nobody. */
static void output_encoded(struct port *p, term value)
{
    struct heap h;
    struct etf_encode how = etf_default();
    size_t size = etf_size(value, &how);
    struct binary *b = size == SIZE_MAX ? NULL : binary_alloc(size);
    if (!b || !etf_encode(value, &how, b->data, size) || !heap_open(&h, 64)) {
        if (b) binary_release(b);
        return;
    }
    term bytes = heap_binary_from(&h, b->data, size);
    if (is_term(bytes) && p->driver->output) p->driver->output(p, port_id(p), bytes);
    binary_release(b);
    heap_close(&h);
}

static enum output_result take_message(struct port *p, term from, term operation)
{
    if (!same(from, p->connected)) return OUTPUT_BAD;
    if (same(operation, A(close))) {
        port_trace_received(p, from, A(close), NO_TERM);
        port_close_asked(p, from);
        return OUTPUT_DONE;
    }
    if (!is_tuple_of(operation, 2)) return OUTPUT_BAD;
    term name = tuple_elements(operation)[0], value = tuple_elements(operation)[1];
    if (same(name, A(command))) return port_output(p, from, value);
    if (!same(name, A(connect)) || !is_local_pid(value)) return OUTPUT_BAD;
    port_trace_received(p, from, A(connect), value);
    port_tell(p, A(connected));
    p->connected = value;
    return OUTPUT_DONE;
}

/* The sender counts for nothing, only the pid in the message. */
static bool port_message(struct port *p, term message)
{
    const term *e = is_tuple_of(message, 2) ? tuple_elements(message) : NULL;
    enum output_result r = e && is_local_pid(e[0]) ? take_message(p, e[0], e[1]) : OUTPUT_BAD;
    if (r == OUTPUT_BAD) bad_signal(p);
    return r != OUTPUT_NO_MEMORY;
}

bool port_message_now(struct port *p, term message)
{
    bool open = memory_reserve_is_open();
    port_begins(p);
    bool done = port_message(p, message);
    memory_open_reserve(open);
    return done;
}

bool port_message_is_command(term message)
{
    if (!is_tuple_of(message, 2)) return false;
    const term *e = tuple_elements(message);
    return is_local_pid(e[0]) && is_tuple_of(e[1], 2) && same(tuple_elements(e[1])[0], A(command));
}

static void carry_out(const struct port_signal *s, struct port *p, term value)
{
    switch (s->kind) {
    case PORT_SIGNAL_MESSAGE: port_message(p, value); break;
    case PORT_SIGNAL_EXIT: port_exit(p, s->from, value, false); break;
    case PORT_SIGNAL_LINK_BROKEN:
        port_trace_event(p, A(getting_unlinked), s->from);
        port_exit(p, s->from, value, true);
        break;
    case PORT_SIGNAL_TRACE: output_encoded(p, value); break;
    }
}

void io_take_port_signals(void)
{
    struct port_signal *s;
    while ((s = port_signal_take())) {
        struct port *p = port_find(s->port);
        if (p) {
            bool open = memory_reserve_is_open();
            port_begins(p);
            carry_out(s, p, s->message->value);
            memory_open_reserve(open);
        }
        port_signal_free(s);
    }
}
