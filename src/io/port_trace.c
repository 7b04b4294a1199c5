/* io/port_trace.c - trace messages about ports. */
#include "io/port_trace.h"
#include "heap/binary.h"
#include "heap/build.h"
#include "io/iodata.h"
#include "process/process.h"

void port_trace_opened(struct port *p, term owner)
{
    for (struct trace_session *s = trace_sessions(); s; s = s->next)
        if (s->new_ports.flags) trace_set(&p->relations.trace, s, s->new_ports.flags, 0, s->new_ports.tracer);
    if (!port_is_traced(p, TRACE_PORTS)) return;
    term terms[] = {owner, atom_from_c(p->name)};
    trace_tell_all(&p->relations, TRACE_PORTS, A(open), terms, 2);
}

/* Message patterns are for what processes send; ports' messages are all told of. */
void port_trace_message(struct port *p, term to, term value, bool exists)
{
    term tag = exists ? A(send) : A(send_to_non_existing_process);
    trace_tell_all(&p->relations, TRACE_SEND, tag, (term[]){value, to}, 2);
}

/* Terms that are only there to be copied into trace messages. */
static bool scratch_open(struct heap *h) { return heap_open(h, 64); }

static void tell_received(struct port *p, struct heap *h, term from, term what)
{
    term pair = is_term(what) ? heap_tuple2(h, from, what) : NO_TERM;
    if (is_term(pair)) trace_tell_all(&p->relations, TRACE_RECEIVE, A(receive), &pair, 1);
}

void port_trace_received(struct port *p, term from, term operation, term value)
{
    struct heap h;
    if (!port_is_traced(p, TRACE_RECEIVE) || !scratch_open(&h)) return;
    tell_received(p, &h, from, is_term(value) ? heap_tuple2(&h, operation, value) : operation);
    heap_close(&h);
}

void port_trace_command(struct port *p, term from, term data)
{
    struct heap h;
    struct binary *b;
    if (!port_is_traced(p, TRACE_RECEIVE) || iodata_to_binary(data, &b) != IODATA_OK) return;
    if (scratch_open(&h)) {
        term bytes = heap_binary_from(&h, b->data, b->size);
        bool vector = p->driver->control; /* as OTP's drivers of sockets take it; those of programs take bytes */
        term list = !vector ? bytes : b->size && is_term(bytes) ? heap_cons(&h, bytes, NIL) : NIL;
        tell_received(p, &h, from, is_term(list) ? heap_tuple2(&h, A(command), list) : NO_TERM);
        heap_close(&h);
    }
    binary_release(b);
}

void port_trace_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size)
{
    struct heap h;
    if (!port_is_traced(p, TRACE_RECEIVE) || !scratch_open(&h)) return;
    term data = heap_binary_from(&h, bytes, size);
    term what = is_term(data) ? heap_tuple2(&h, small(operation), data) : NO_TERM;
    tell_received(p, &h, from, is_term(what) ? heap_tuple2(&h, A(control), what) : NO_TERM);
    heap_close(&h);
}
