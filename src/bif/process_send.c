/* bif/process_send.c - sending messages: to pids, names, ports, aliases. */
#include "bif/bif.h"
#include "bif/spawn_options.h"
#include "bif/ends.h"
#include "io/commands.h"
#include "io/io.h"
#include "process/log.h"
#include "process/port_signal.h"
#include "process/registry.h"
#include "process/saved_calls.h"
#include "process/seq_trace.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/identity.h"
#include "term/print.h"
#include <stdio.h>

enum { SEND_COST = 4 }; /* reductions, as in OTP; large messages cost more */

enum send_end {
    SEND_DONE,
    SEND_BAD,
    SEND_NO_MEMORY,
    SEND_NOT_CONNECTED,
    SEND_SUSPENDED,     /* the port is busy: the sender is woken to try again when it is not */
    SEND_WOULD_SUSPEND, /* the same, but the sender does not want to wait */
};

/* A message on its way. */
struct sending {
    term value;
    bool nosuspend;
    bool priority; /* and the alias that it goes to takes such messages */
    bool again;    /* a busy port stopped the sender: it has been traced */
};

static void trace(struct process *p, term to, const struct sending *s, bool exists)
{
    if (trace_is(p, TRACE_SEND) && !s->again) trace_sent(p, to, s->value, exists);
}

static enum send_end deliver(struct process *p, struct process *to, term named, const struct sending *s)
{
    term value = s->value;
    saved_calls_event(p, A(send));
    trace(p, named, s, to || !is_local_pid(named));
    if (!to) return SEND_DONE;
    struct message *m =
        is_nil(p->sequential_token) ? message_of(value) : seq_trace_message(p, is_ref(named) ? named : to->pid, value);
    if (!m) return SEND_NO_MEMORY;
    if (is_nil(p->sequential_token)) m->token = NIL;
    bif_charge(p, SEND_COST + (int64_t)(m->used / 64));
    if (s->priority) mailbox_post_priority(to, p->pid, m);
    else mailbox_post_from(to, p->pid, m);
    return SEND_DONE;
}

/* A command is carried out at once, after what was sent to ports before: only so can a busy port stop the sender. */
static enum send_end command(struct process *p, term id, const struct sending *s)
{
    io_take_port_signals();
    struct port *port = port_find(id);
    if (!port) return SEND_DONE;
    if (port->busy && s->nosuspend) return SEND_WOULD_SUSPEND;
    if (port->busy) return port_suspend(port, p) ? SEND_SUSPENDED : SEND_NO_MEMORY;
    uint64_t before = port->bytes_out;
    bool sent = port_message_now(port, s->value);
    bif_charge(p, (int64_t)(port->bytes_out - before) / 1024);
    return sent ? SEND_DONE : SEND_NO_MEMORY;
}

static enum send_end deliver_to_port(struct process *p, term port, const struct sending *s)
{
    trace(p, port, s, true);
    bif_charge(p, SEND_COST);
    if (port_message_is_command(s->value)) return command(p, port, s);
    return port_signal_send(PORT_SIGNAL_MESSAGE, port, p->pid, s->value) ? SEND_DONE : SEND_NO_MEMORY;
}

/* A registered name; `must_exist` as for `Name ! Term`, not for {Name, Node} ! Term. */
static enum send_end send_named(struct process *p, term named, term name, const struct sending *s, bool must_exist)
{
    term id = registry_find(name);
    if (is_term(id) && is_local_port(id)) return deliver_to_port(p, id, s);
    if (!is_term(id)) {
        trace(p, named, s, true);
        return must_exist ? SEND_BAD : SEND_DONE;
    }
    return deliver(p, process_find(id), named, s);
}

/* The receiver was of an earlier life of this node: OTP says so in the log. */
static enum send_end discard(struct process *p, term to, term value)
{
    char text[1024], message[256], receiver[64], sender[64];
    term_print_to(message, sizeof message, value);
    term_print_to(receiver, sizeof receiver, to);
    term_print_to(sender, sizeof sender, p->pid);
    snprintf(text, sizeof text, "Discarding message %s from %s to %s in an old incarnation (%u) of this node (%u)\n",
             message, sender, receiver, identity_of(to).creation, node_creation());
    log_text(A(error), p, p->group_leader, text);
    return SEND_DONE;
}

static enum send_end route(struct process *p, term to, const struct sending *s)
{
    if (is_local_pid(to)) return deliver(p, process_find(to), to, s);
    if (is_atom(to)) return send_named(p, to, to, s, true);
    if (is_local_port(to)) return deliver_to_port(p, to, s);
    if (is_earlier_life(to)) return discard(p, to, s->value);
    if (is_remote(to)) return kind_of(to) == KIND_EXT_PORT ? SEND_BAD : SEND_NOT_CONNECTED;
    if (is_ref(to)) return deliver(p, alias_use(to), to, s);
    if (!is_tuple_of(to, 2)) return SEND_BAD;
    const term *e = tuple_elements(to);
    if (!is_atom(e[0]) || !is_atom(e[1])) return SEND_BAD;
    return same(e[1], node_name()) ? send_named(p, to, e[0], s, false) : SEND_NOT_CONNECTED;
}

static enum send_end send(struct process *p, term to, struct sending *s)
{
    s->again = p->send_traced;
    enum send_end end = route(p, to, s);
    p->send_traced = end == SEND_SUSPENDED;
    return end;
}

/* The end of a BIF whose sending ended so, with `value` when it was done. */
static enum bif_end send_ended(struct process *p, enum send_end end, term value, term *result)
{
    if (end == SEND_BAD) return bif_badarg(p);
    if (end == SEND_NO_MEMORY) return bif_no_memory(p);
    if (p->state == PROCESS_EXITING) return BIF_EXITED;
    if (end == SEND_SUSPENDED) return BIF_WAIT;
    *result = value;
    return BIF_DONE;
}

static enum bif_end send_2(struct process *p, term *args, term *result)
{
    struct sending s = {.value = args[1]};
    return send_ended(p, send(p, args[0], &s), args[1], result);
}

/* `!` counts as a call of send/2 where calls are kept. */
enum bif_end bif_erlang_bang_2(struct process *p, term *args, term *result)
{
    if (saved_calls_size(p) && !p->sensitive) saved_calls_note(p, (struct mfa){A(erlang), A(send), 2});
    return send_2(p, args, result);
}

enum bif_end bif_erlang_send_2(struct process *p, term *args, term *result) { return send_2(p, args, result); }

enum bif_end bif_erlang_send_3(struct process *p, term *args, term *result)
{
    bool connect = true;
    struct sending s = {.value = args[1]};
    term list = args[2];
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(noconnect))) connect = false;
        else if (same(head(list), A(nosuspend))) s.nosuspend = true;
        else if (is_priority_option(head(list))) s.priority = is_ref(args[0]) && alias_takes_priority(args[0]);
        else return bif_badarg_cause(p, A(badopt));
    }
    if (!is_nil(list)) return bif_badarg_cause(p, A(badopt));
    enum send_end end = send(p, args[0], &s);
    term value = end == SEND_WOULD_SUSPEND               ? A(nosuspend)
                 : end == SEND_NOT_CONNECTED && !connect ? A(noconnect)
                                                         : A(ok);
    return send_ended(p, end, value, result);
}
