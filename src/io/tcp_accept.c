/* io/tcp_accept.c - accepting connections for any number of callers, oldest first. */
#include "io/letter.h"
#include "io/port_table.h"
#include "io/tcp.h"
#include "memory/memory.h"
#include "term/atoms.h"

/* The state that getstatus shows follows from who waits. */
static void update_state(struct tcp *t)
{
    struct inet *i = &t->inet;
    i->state &= ~(unsigned)(INET_F_ACCEPTING | INET_F_MULTI);
    if (t->accepts) i->state |= INET_F_ACCEPTING;
    if (t->accepts && t->accepts->next) i->state |= INET_F_MULTI;
    inet_select(i, READY_TO_READ, t->accepts != NULL);
}

static void remove_accept(struct tcp *t, struct tcp_accept *a)
{
    struct tcp_accept **at = &t->accepts;
    while (*at != a) at = &(*at)->next;
    *at = a->next;
    port_timer_stop(&a->timer);
    port_unwatch_process(t->inet.port, a->caller);
    memory_free(MEMORY_SYSTEM, a);
}

/* Takes a connection off the host's queue and makes a port of it; HOST_EAGAIN: none. */
static enum host_error accept_one(struct tcp *t, term caller, struct port **connection)
{
    host_device d;
    enum host_error e = host_socket_accept(t->inet.device, &d);
    if (e != HOST_OK) return e;
    *connection = tcp_new_connection(t, d, caller);
    return *connection ? HOST_OK : HOST_ENFILE;
}

/* No more ports, or descriptors of the host's. */
static term accept_error(enum host_error e)
{
    return e == HOST_ENFILE ? A(system_limit) : atom_from_c(host_error_name(e));
}

static void answer(struct tcp *t, term to, uint16_t reference, enum host_error e, struct port *connection)
{
    if (e == HOST_OK) inet_send_async(&t->inet, to, reference, A(ok), port_id(connection));
    else inet_send_async(&t->inet, to, reference, A(error), accept_error(e));
}

void tcp_accept_ready(struct tcp *t)
{
    while (t->accepts) {
        struct tcp_accept *a = t->accepts;
        struct port *connection = NULL;
        enum host_error e = accept_one(t, a->caller, &connection);
        if (e == HOST_EAGAIN) break;
        answer(t, a->caller, a->reference, e, connection);
        remove_accept(t, a);
    }
    update_state(t);
}

void tcp_accept_timeout(struct tcp *t, struct port_timer *timer)
{
    for (struct tcp_accept *a = t->accepts; a; a = a->next) {
        if (&a->timer != timer) continue;
        inet_send_async(&t->inet, a->caller, a->reference, A(error), A(timeout));
        remove_accept(t, a);
        update_state(t);
        return;
    }
}

void tcp_accept_caller_ended(struct tcp *t, term pid)
{
    for (struct tcp_accept *a = t->accepts, *next; a; a = next) {
        next = a->next;
        if (same(a->caller, pid)) remove_accept(t, a);
    }
    update_state(t);
}

void tcp_accept_all_closed(struct tcp *t)
{
    while (t->accepts) {
        struct tcp_accept *a = t->accepts;
        inet_send_async(&t->inet, a->caller, a->reference, A(error), A(closed));
        remove_accept(t, a);
    }
    if (t->inet.state & INET_F_LISTEN) update_state(t);
}

static bool wait_for_connection(struct tcp *t, term caller, uint32_t timeout, uint16_t reference)
{
    struct tcp_accept *a = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *a);
    if (!a || !port_watch_process(t->inet.port, caller)) {
        memory_free(MEMORY_SYSTEM, a);
        return false;
    }
    a->caller = caller;
    a->reference = reference;
    struct tcp_accept **at = &t->accepts;
    while (*at) at = &(*at)->next;
    *at = a;
    if (timeout != INET_INFINITY) port_timer_start(t->inet.port, &a->timer, timeout);
    update_state(t);
    return true;
}

bool tcp_request_accept(struct tcp *t, term from, struct bytes *b, struct reply *r)
{
    uint8_t bytes[2];
    struct port *connection = NULL;
    if (!(t->inet.state & INET_F_LISTEN) || bytes_left(b) != 4) return inet_answer_error(r, "einval");
    uint32_t timeout = bytes_u32be(b);
    enum host_error e = t->accepts ? HOST_EAGAIN : accept_one(t, from, &connection);
    if (e != HOST_OK && e != HOST_EAGAIN)
        return e == HOST_ENFILE ? inet_answer_error(r, "system_limit") : inet_answer_failure(r, e);
    uint16_t reference = inet_new_reference(&t->inet, bytes);
    if (e == HOST_OK) answer(t, from, reference, e, connection);
    else if (!wait_for_connection(t, from, timeout, reference)) return inet_answer_error(r, "enomem");
    return inet_answer(r, bytes, sizeof bytes);
}
