/* io/tcp.c - the tcp driver: requests, readiness, timers. */
#include "io/port_trace.h"
#include "io/tcp.h"
#include "io/drivers.h"
#include "io/port_options.h"
#include "memory/memory.h"
#include "process/process.h"
#include "term/atoms.h"

enum { READS_IN_A_ROW = 8 }; /* of an active socket before others get their turn */

static struct tcp *tcp_new(void)
{
    struct tcp *t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t);
    if (!t) return NULL;
    t->busy_caller.pid = NO_TERM;
    return t;
}

static enum host_error tcp_open(struct port *p, const struct port_options *o)
{
    (void)o;
    struct tcp *t = tcp_new();
    if (!t) return HOST_ENOMEM;
    inet_init(&t->inet, p, false);
    p->driver_state = t;
    return HOST_OK;
}

static void tcp_stop(struct port *p)
{
    struct tcp *t = p->driver_state;
    tcp_answer_all_closed(t);
    tcp_clear_input(t);
    tcp_file_close(t);
    inet_end(&t->inet);
    memory_free(MEMORY_SYSTEM, t);
    p->driver_state = NULL;
}

/* What an accepted socket has of its listener. */
static void inherit(struct inet *to, const struct inet *from)
{
    to->binary = from->binary;
    to->exit_on_close = from->exit_on_close;
    to->deliver_port = from->deliver_port;
    to->packet = from->packet;
    to->format.type = from->format.type;
    to->format.size_max = from->format.size_max;
    to->family = from->family;
    to->header_size = from->header_size;
    to->buffer_size = from->buffer_size;
    to->queue_high = from->queue_high, to->queue_low = from->queue_low;
    to->tcp.high = from->tcp.high, to->tcp.low = from->tcp.low;
    to->tcp.send_timeout = from->tcp.send_timeout;
    to->tcp.send_timeout_close = from->tcp.send_timeout_close;
    to->tcp.show_reset = from->tcp.show_reset;
    to->tcp.linger_zero = from->tcp.linger_zero;
}

struct port *tcp_new_connection(struct tcp *listener, host_device d, term owner)
{
    struct process *process = process_find(owner);
    struct tcp *t = process ? tcp_new() : NULL;
    struct port *p = t ? port_create(&tcp_driver, t, owner, "tcp_inet") : NULL;
    if (!p || !link_make(&process->relations, &p->relations)) {
        host_close(d);
        if (p) p->driver_state = t, inet_init(&t->inet, p, false), port_end_now(p);
        else memory_free(MEMORY_SYSTEM, t);
        return NULL;
    }
    inet_init(&t->inet, p, false);
    inherit(&t->inet, &listener->inet);
    t->inet.device = d;
    t->inet.state = INET_CONNECTED;
    p->binary = listener->inet.port->binary;
    port_trace_opened(p, owner);
    return p;
}

/* -- requests ------------------------------------------------------------------------------ */

static void connected(struct tcp *t)
{
    t->inet.state = INET_CONNECTED;
    if (t->inet.active != INET_PASSIVE) inet_select(&t->inet, READY_TO_READ, true);
    inet_async_ok(&t->inet);
}

static bool request_connect(struct tcp *t, term from, struct bytes *b, struct reply *r)
{
    struct inet *i = &t->inet;
    struct host_address a;
    uint8_t reference[2];
    if (!(i->state & INET_F_OPEN)) return inet_answer_error(r, "exbadport");
    if (inet_is(i, INET_CONNECTED)) return inet_answer_error(r, "eisconn");
    if (i->state & INET_F_CONNECTING || bytes_left(b) < 6) return inet_answer_error(r, "einval");
    uint32_t timeout = bytes_u32be(b);
    const char *error = inet_take_address(i, b, &a);
    if (error) return inet_answer_error(r, error);
    enum host_error e = host_socket_connect(i->device, &a);
    if (e != HOST_OK && e != HOST_EINPROGRESS) return inet_answer_failure(r, e);
    inet_begin(i, from, reference);
    if (e == HOST_OK) {
        connected(t);
    } else {
        i->state |= INET_F_CONNECTING;
        inet_select(i, READY_TO_WRITE, true);
        if (timeout != INET_INFINITY) port_timer_start(i->port, &t->operation_timer, timeout);
    }
    return inet_answer(r, reference, sizeof reference);
}

static bool request_listen(struct tcp *t, struct bytes *b, struct reply *r)
{
    if (!(t->inet.state & INET_F_OPEN)) return inet_answer_error(r, "exbadport");
    if (bytes_left(b) != 2) return inet_answer_error(r, "einval");
    t->inet.backlog = bytes_u16be(b);
    enum host_error e = host_socket_listen(t->inet.device, t->inet.backlog);
    if (e == HOST_OK) t->inet.state |= INET_F_LISTEN;
    return inet_answer_result(r, e);
}

static void tcp_resume(struct port *p)
{
    struct tcp *t = p->driver_state;
    inet_resume(&t->inet);
}

static bool request_shutdown(struct tcp *t, struct bytes *b, struct reply *r)
{
    if (!inet_is(&t->inet, INET_CONNECTED)) return inet_answer_error(r, "enotconn");
    uint8_t how = bytes_left(b) == 1 ? bytes_u8(b) : UINT8_MAX;
    if (how > SHUTDOWN_BOTH) return inet_answer_error(r, "einval");
    if (how != SHUTDOWN_READ && t->inet.port->queue.size) {
        t->shutdown_pending = true; /* when the queue has been written */
        t->shutdown_how = (enum host_shutdown)how;
        return inet_answer(r, NULL, 0);
    }
    enum host_error e = host_socket_shutdown(t->inet.device, (enum host_shutdown)how);
    if (how != SHUTDOWN_READ) t->shutdown_done = true;
    return inet_answer_result(r, e);
}

static bool request_unreceive(struct tcp *t, struct bytes *b, struct reply *r)
{
    if (!inet_is(&t->inet, INET_CONNECTED)) return inet_answer_error(r, "enotconn");
    size_t size = bytes_left(b);
    if (!tcp_unreceive(t, bytes_take(b, size), size)) return inet_answer_error(r, "enomem");
    if (t->inet.active != INET_PASSIVE) tcp_deliver(t, 0);
    return inet_answer(r, NULL, 0);
}

static bool request_set_options(struct tcp *t, struct bytes *b, struct reply *r)
{
    struct inet *i = &t->inet;
    switch (inet_set_options(i, b)) {
    case INET_THEN_BAD: return inet_answer_error(r, "einval");
    case INET_THEN_DELIVER: tcp_deliver(t, 0); break;
    case INET_THEN_RECEIVE:
        if (tcp_receive(t, 0) >= 0 && i->active != INET_PASSIVE) inet_select(i, READY_TO_READ, true);
        break;
    case INET_THEN_NOTHING:
    case INET_THEN_GONE: break;
    }
    return inet_answer(r, NULL, 0);
}

static bool tcp_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size,
                        struct reply *r)
{
    struct tcp *t = p->driver_state;
    struct bytes b = bytes_of(bytes, size);
    unsigned request = operation - INET_REQ_BASE;
    switch (request) {
    case INET_REQ_OPEN: return inet_open(&t->inet, &b, r);
    case INET_REQ_FDOPEN: return inet_fdopen(&t->inet, &b, r);
    case INET_REQ_LISTEN: return request_listen(t, &b, r);
    case INET_REQ_CONNECT: return request_connect(t, from, &b, r);
    case INET_REQ_ACCEPT: return tcp_request_accept(t, from, &b, r);
    case INET_REQ_CLOSE:
        tcp_answer_all_closed(t);
        tcp_close(t);
        return inet_answer(r, NULL, 0);
    case INET_REQ_SETOPTS: return request_set_options(t, &b, r);
    case TCP_REQ_RECV: return tcp_request_receive(t, from, &b, r);
    case TCP_REQ_UNRECV: return request_unreceive(t, &b, r);
    case TCP_REQ_SHUTDOWN: return request_shutdown(t, &b, r);
    case TCP_REQ_SENDFILE: return tcp_request_file(t, from, &b, r);
    default: return inet_control(&t->inet, from, request, &b, r);
    }
}

/* -- readiness and timers --------------------------------------------------------------------- */

static void connect_ready(struct tcp *t)
{
    inet_select(&t->inet, READY_TO_WRITE, false);
    port_timer_stop(&t->operation_timer);
    enum host_error e = host_socket_failure(t->inet.device);
    if (e == HOST_OK) {
        connected(t);
    } else {
        t->inet.state = INET_F_OPEN;
        inet_async_failure(&t->inet, e);
    }
}

static void read_ready(struct port *p, struct tcp *t)
{
    for (int n = 0; n < READS_IN_A_ROW; n++) {
        bool waits = t->inet.active != INET_PASSIVE || t->inet.operation.pending;
        if (!waits || tcp_receive(t, 0) <= 0 || p->state != PORT_OPEN || t->inet.active != INET_ACTIVE) return;
    }
}

static void tcp_ready(struct port *p, host_device d, unsigned ready)
{
    (void)d;
    struct tcp *t = p->driver_state;
    if (t->inet.state & INET_F_LISTEN) {
        tcp_accept_ready(t);
        return;
    }
    if (t->inet.state & INET_F_CONNECTING) {
        connect_ready(t);
        return;
    }
    if (ready & READY_TO_WRITE && inet_is(&t->inet, INET_CONNECTED)) tcp_write(t);
    if (p->state == PORT_OPEN && ready & READY_TO_READ && inet_is(&t->inet, INET_CONNECTED)) read_ready(p, t);
}

static void operation_timeout(struct tcp *t)
{
    struct inet *i = &t->inet;
    if (i->state & INET_F_CONNECTING) {
        tcp_close(t); /* connect(2): a socket that failed to connect is of no use */
    } else {
        inet_select(i, READY_TO_READ, false);
        t->in.remain = 0;
    }
    inet_async_error(i, A(timeout));
}

static void tcp_timeout(struct port *p, struct port_timer *timer)
{
    struct tcp *t = p->driver_state;
    if (timer == &t->operation_timer) {
        operation_timeout(t);
    } else if (timer == &t->delay_timer) {
        tcp_write(t);
    } else if (timer == &t->send_timer) {
        tcp_release_writer(t, A(timeout));
        if (t->inet.tcp.send_timeout_close) tcp_close(t);
    } else {
        tcp_accept_timeout(t, timer);
    }
}

static void tcp_process_ended(struct port *p, term pid) { tcp_accept_caller_ended(p->driver_state, pid); }

/* Closed with bytes in the queue: written if someone is about to, else forgotten. */
static void tcp_flush(struct port *p)
{
    struct tcp *t = p->driver_state;
    bool writing = t->inet.interest & READY_TO_WRITE || t->delay_timer.entry.started;
    if (writing && !t->inet.tcp.linger_zero && !t->file.active) {
        inet_select(&t->inet, READY_TO_READ, false);
        return;
    }
    port_end_now(p);
}

const struct driver tcp_driver = {
    .name = "tcp_inet",
    .open = tcp_open,
    .ready = tcp_ready,
    .output = tcp_output,
    .control = tcp_control,
    .timeout = tcp_timeout,
    .process_ended = tcp_process_ended,
    .flush = tcp_flush,
    .resume = tcp_resume,
    .stop = tcp_stop,
    .soft_busy = true,
};
