/* io/port_trace.h - what tracers of ports are told (erlang:trace/3: ports, send, 'receive', running_ports).
 *
 * A port that nobody traces costs one test at each place.
 */
#pragma once
#include "io/port.h"
#include "process/profile.h"
#include "process/trace.h"
#include "term/atoms.h"

static inline bool port_is_traced(const struct port *p, uint32_t flags)
{
    return __builtin_expect(p->relations.trace != NULL, 0) && trace_list_has(p->relations.trace, flags);
}

/* A port is new: tracing that all new ones are under, and {trace, Port, open, Pid, Name}. */
void port_trace_opened(struct port *p, term owner);
/* {trace, Port, Tag, Term}, for `ports`: links, names, the end. */
static inline void port_trace_event(struct port *p, term tag, term value)
{
    if (port_is_traced(p, TRACE_PORTS)) trace_tell_all(&p->relations, TRACE_PORTS, tag, &value, 1);
}
/* The port has sent a message. */
void port_trace_message(struct port *p, term to, term value, bool exists);
static inline void port_trace_sent(struct port *p, term to, term value, bool exists)
{
    if (port_is_traced(p, TRACE_SEND)) port_trace_message(p, to, value, exists);
}
/* {trace, Port, 'receive', {From, {Operation, Value}}}, or {From, Operation} when `value` is NO_TERM. */
void port_trace_received(struct port *p, term from, term operation, term value);
/* The same for a command: iodata, shown as a list of one binary. */
void port_trace_command(struct port *p, term from, term data);
/* The same for port_control/3. */
void port_trace_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size);

/* The port begins (`in`) or ends something, for running_ports: {trace, Port, in | out, Where}. */
static inline void port_trace_running(struct port *p, bool in, term where)
{
    profile_port(p->relations.owner, in);
    if (port_is_traced(p, TRACE_RUNNING_PORTS))
        trace_tell_all(&p->relations, TRACE_RUNNING_PORTS, in ? A(in) : A(out), &where, 1);
}
