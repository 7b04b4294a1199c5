/* io/tcp_output.c - data to a stream: written at once, or queued between two watermarks. */
#include "heap/binary.h"
#include "io/iodata.h"
#include "io/port_table.h"
#include "io/tcp.h"
#include "term/atoms.h"

void tcp_clear_output(struct tcp *t)
{
    queue_close(&t->inet.port->queue);
    queue_open(&t->inet.port->queue);
    inet_queue_is_empty(&t->inet);
}

void tcp_release_writer(struct tcp *t, term reason)
{
    struct inet *i = &t->inet;
    if (!(i->state & INET_F_BUSY)) return;
    i->caller = t->busy_caller;
    i->state &= ~(unsigned)INET_F_BUSY;
    port_timer_stop(&t->send_timer);
    t->busy_on_send = false;
    port_set_busy(i->port, false);
    inet_reply(i, reason);
}

/* The queue is full: the writer gets its answer when there is room again.  True: it has been answered. */
static void hold_writer(struct tcp *t)
{
    struct inet *i = &t->inet;
    if (i->tcp.send_timeout == 0) {
        inet_reply(i, A(timeout));
        return;
    }
    i->state |= INET_F_BUSY;
    t->busy_caller = i->caller;
    i->caller.pid = NO_TERM;
    port_set_busy(i->port, true);
    if (i->tcp.send_timeout == INET_INFINITY) return;
    t->busy_on_send = true;
    port_timer_start(i->port, &t->send_timer, i->tcp.send_timeout);
}

/* The length field of the packet format. */
static size_t length_bytes(const struct inet *i)
{
    return i->format.type == PACKET_1 ? 1 : i->format.type == PACKET_2 ? 2 : i->format.type == PACKET_4 ? 4 : 0;
}

struct packet {
    uint8_t header[4];
    size_t header_size;
    struct binary *body; /* one reference */
};

static size_t packet_bytes(const struct packet *p) { return p->header_size + p->body->size; }

static void put_header(struct packet *p, const struct inet *i)
{
    p->header_size = length_bytes(i);
    for (size_t n = 0; n < p->header_size; n++) p->header[n] = (uint8_t)(p->body->size >> 8 * (p->header_size - 1 - n));
}

/* Queues what is not `written`; takes over the body. */
static bool queue_packet(struct port *port, struct packet *p, size_t written)
{
    if (written < p->header_size) {
        struct binary *header = binary_alloc(p->header_size - written);
        if (!header) {
            binary_release(p->body);
            return false;
        }
        __builtin_memcpy(header->data, p->header + written, header->size);
        if (!queue_add(&port->queue, header, 0)) {
            binary_release(p->body);
            return false;
        }
        written = p->header_size;
    }
    return queue_add(&port->queue, p->body, written - p->header_size);
}

static enum host_error write_packet(struct tcp *t, const struct packet *p, size_t *written)
{
    struct host_chunk chunks[] = {{p->header, p->header_size}, {p->body->data, p->body->size}};
    return host_socket_send(t->inet.device, chunks, 2, written);
}

/* False: no memory. */
static bool send_packet(struct tcp *t, struct packet *p)
{
    struct inet *i = &t->inet;
    struct port *port = i->port;
    size_t before = port->queue.size, size = packet_bytes(p), written = 0;
    inet_count(&i->sent, size);
    if (t->file.active || before) {
        if (!queue_packet(port, p, 0)) return false;
        if (before + size >= i->tcp.high) hold_writer(t);
        else inet_reply(i, A(ok));
        return true;
    }
    if (size && i->ignored) {
        i->ignored_write = true;
    } else if (size && i->tcp.delay_send) {
        port_timer_start(port, &t->delay_timer, 0);
    } else if (size) {
        enum host_error e = write_packet(t, p, &written);
        if (e != HOST_OK && e != HOST_EAGAIN) {
            binary_release(p->body);
            tcp_send_failed(t, e);
            return true;
        }
    }
    if (!queue_packet(port, p, written)) return false;
    if (port->queue.size && !i->ignored && !i->tcp.delay_send) inet_select(i, READY_TO_WRITE, true);
    inet_reply(i, A(ok));
    return true;
}

enum output_result tcp_output(struct port *p, term from, term data)
{
    struct tcp *t = p->driver_state;
    struct inet *i = &t->inet;
    struct packet packet;
    size_t size;
    enum iodata_result r = inet_take_command(i, from, data, &packet.body, &size);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    p->bytes_out += size;
    port_table()->bytes_out += size;
    if (inet_is(i, INET_CONNECTED) && !t->shutdown_pending) {
        put_header(&packet, i);
        return send_packet(t, &packet) ? OUTPUT_DONE : OUTPUT_NO_MEMORY;
    }
    binary_release(packet.body);
    if (t->shutdown_pending && inet_is(i, INET_CONNECTED)) {
        tcp_broken(t, HOST_EPIPE);
    } else if (i->tcp.close_next_send) {
        i->tcp.close_next_send = false;
        inet_reply(i, i->tcp.reset_next ? A(econnreset) : A(closed)); /* reset_next stays for the next recv */
    } else {
        inet_reply(i, A(enotconn));
    }
    return OUTPUT_DONE;
}

void tcp_shutdown_now(struct tcp *t)
{
    t->shutdown_pending = false;
    enum host_error e = host_socket_shutdown(t->inet.device, t->shutdown_how);
    if (e != HOST_OK) tcp_broken(t, e);
    else t->shutdown_done = true;
}

/* The queue has been written. */
static void queue_written(struct tcp *t)
{
    inet_select(&t->inet, READY_TO_WRITE, false);
    inet_queue_is_empty(&t->inet);
    if (t->inet.port->state == PORT_CLOSING) port_end_now(t->inet.port);
    else if (t->shutdown_pending) tcp_shutdown_now(t);
}

void tcp_write(struct tcp *t)
{
    struct inet *i = &t->inet;
    struct queue *q = &i->port->queue;
    if (t->file.active) {
        tcp_send_file(t);
        return;
    }
    while (q->size) {
        struct host_chunk chunks[HOST_CHUNKS_MAX];
        size_t written, count = queue_chunks(q, chunks, HOST_CHUNKS_MAX);
        enum host_error e = host_socket_send(i->device, chunks, count, &written);
        if (e == HOST_EAGAIN) {
            inet_select(i, READY_TO_WRITE, true);
            return;
        }
        if (e != HOST_OK) {
            tcp_send_failed(t, e);
            return;
        }
        queue_drop(q, written);
        if (q->size <= i->tcp.low) tcp_release_writer(t, A(ok));
    }
    queue_written(t);
}
