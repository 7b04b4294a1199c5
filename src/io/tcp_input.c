/* io/tcp_input.c - bytes of a stream: read, cut into packets, delivered.
 *
 * How many bytes one read takes, and so where raw data is cut, is visible to programs: it follows OTP's
 * driver (the buffer option, or the rest of a packet whose length is known).
 */
#include "io/letter.h"
#include "io/tcp.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

enum { RECEIVE_MAX = 0x4000000 }; /* of one recv: OTP's number */

void tcp_clear_input(struct tcp *t)
{
    if (t->in.buffer) binary_release(t->in.buffer);
    t->in.buffer = NULL;
    t->in.start = t->in.end = t->in.room = t->in.remain = 0;
}

/* A fresh buffer that starts with what is not delivered; false: no memory. */
static bool replace_buffer(struct tcp *t, size_t before, size_t room)
{
    struct binary *b = binary_alloc(room);
    if (!b) return false;
    size_t size = t->in.end - t->in.start;
    if (t->in.buffer) {
        memcpy(b->data + before, t->in.buffer->data + t->in.start, size);
        binary_release(t->in.buffer);
    }
    t->in.buffer = b;
    t->in.start = before, t->in.end = before + size, t->in.room = room;
    return true;
}

static void move_to_start(struct tcp *t)
{
    size_t size = t->in.end - t->in.start;
    if (!t->in.start) return;
    memmove(t->in.buffer->data, t->in.buffer->data + t->in.start, size);
    t->in.start = 0, t->in.end = size;
}

/* Room for a packet of `size` bytes from start. */
static bool expand(struct tcp *t, size_t size)
{
    if (t->in.start + size <= t->in.room) return true;
    if (t->in.start + size <= t->in.buffer->size) {
        t->in.room = t->in.start + size;
        return true;
    }
    return replace_buffer(t, 0, size);
}

bool tcp_unreceive(struct tcp *t, const uint8_t *bytes, size_t size)
{
    t->in.remain = 0;
    if (size > t->in.start && !replace_buffer(t, size, size + (t->in.room > t->in.end ? t->in.room : t->in.end)))
        return false;
    if (!t->in.buffer && !replace_buffer(t, size, size)) return false;
    t->in.start -= size;
    memcpy(t->in.buffer->data + t->in.start, bytes, size);
    return true;
}

/* -- messages ---------------------------------------------------------------------------- */

/* {ok, Value} for recv, or Value itself: to the one who waits, or to the owner. */
static void send_value(struct tcp *t, struct letter *l, term value)
{
    struct inet *i = &t->inet;
    if (i->active != INET_PASSIVE) {
        letter_send(l, i->port, i->port->connected, value);
        return;
    }
    term status = is_term(value) ? heap_tuple2(&l->heap, A(ok), value) : NO_TERM;
    term *hp = is_term(status) ? heap_alloc(&l->heap, TUPLE_WORDS(4)) : NULL;
    term all = hp ? build_tuple4(&hp, A(inet_async), port_id(i->port), small(i->operation.reference), status) : NO_TERM;
    i->operation.pending = false;
    letter_send(l, i->port, i->operation.caller, all);
}

static term parsed_term(struct tcp *t, struct letter *l, const uint8_t *bytes, size_t size)
{
    struct inet *i = &t->inet;
    if (i->format.type == PACKET_SSL_TLS) {
        term tls = packet_ssl_tls(&l->heap, bytes, size);
        if (is_term(tls)) tuple_elements(tls)[1] = port_id(i->port);
        return tls;
    }
    term http = packet_http(&l->heap, &i->format, bytes, size);
    if (i->active == INET_PASSIVE || !is_term(http)) return http;
    return heap_tuple3(&l->heap, A(http), port_id(i->port), http);
}

/* {S, {data, Data}}: as a plain port, for the distribution's sake. */
static term port_data_term(struct tcp *t, struct letter *l, term data)
{
    term pair = is_term(data) ? heap_tuple2(&l->heap, A(data), data) : NO_TERM;
    return is_term(pair) ? heap_tuple2(&l->heap, port_id(t->inet.port), pair) : NO_TERM;
}

static void send_packet(struct tcp *t, const uint8_t *packet, size_t packet_bytes, struct binary *shared)
{
    struct inet *i = &t->inet;
    struct letter l;
    enum packet_type type = i->format.type;
    bool parsed = !i->deliver_port && (packet_is_http(type) || type == PACKET_SSL_TLS);
    size_t size = packet_bytes;
    const uint8_t *body = packet_body(type, packet, &size);
    size_t words = parsed ? 64 + packet_bytes * CONS_WORDS : inet_data_words(i, size, i->header_size);
    if (i->active == INET_PASSIVE && !i->operation.pending) return;
    if (!letter_open(&l, words + TUPLE_WORDS(4) + TUPLE_WORDS(3))) return;
    term value;
    if (parsed) {
        value = parsed_term(t, &l, packet, packet_bytes);
    } else {
        value = inet_data_term(i, &l.heap, body, size, i->header_size, shared);
        if (i->deliver_port) value = port_data_term(t, &l, value);
        else if (i->active != INET_PASSIVE && is_term(value))
            value = heap_tuple3(&l.heap, A(tcp), port_id(i->port), value);
    }
    send_value(t, &l, value);
}

/* -- packets ------------------------------------------------------------------------------ */

enum { NEED_FAILED = -1 };

/* Bytes to read before a packet is whole: 0 if one is, of *size bytes.  *size > 0 otherwise: the exact number. */
static int64_t needed(struct tcp *t, size_t *size)
{
    struct inet *i = &t->inet;
    size_t have = t->in.end - t->in.start;
    i->format.line_max = (uint32_t)t->in.room;
    int64_t length = packet_size(&i->format, t->in.buffer->data + t->in.start, have);
    *size = 0;
    if (length < 0) return NEED_FAILED;
    if (length > 0 && (size_t)length <= have) {
        *size = (size_t)length;
        return 0;
    }
    if (length > 0) {
        if (!expand(t, (size_t)length)) return NEED_FAILED;
        *size = (size_t)length - have;
        return (int64_t)*size;
    }
    if (t->in.end < t->in.room) return (int64_t)(t->in.room - t->in.end);
    if (t->in.start) {
        move_to_start(t);
        return (int64_t)(t->in.room - t->in.end);
    }
    if (i->format.size_max <= have || !expand(t, i->format.size_max)) return NEED_FAILED;
    return (int64_t)(t->in.room - t->in.end);
}

/* Hands out one packet.  A buffer that is mostly this packet is shared; else the bytes are copied. */
static bool take_packet(struct tcp *t, size_t size)
{
    struct binary *b = t->in.buffer;
    bool share = size * 4 >= b->size * 3;
    inet_count(&t->inet.received, size);
    send_packet(t, b->data + t->in.start, size, share ? b : NULL);
    if (t->inet.active != INET_PASSIVE) inet_count_active(&t->inet);
    t->in.start += size;
    t->in.remain = 0;
    if (t->in.start == t->in.end) tcp_clear_input(t);
    else if (share) return replace_buffer(t, 0, t->in.room); /* what was shared must not change */
    return true;
}

int tcp_deliver(struct tcp *t, size_t size)
{
    int count = 0;
    if (!size) {
        if (!t->in.buffer || t->in.remain) return 0;
        int64_t n = needed(t, &size);
        if (n < 0) return -1;
        if (n > 0) {
            t->in.remain = size;
            return 0;
        }
    }
    while (size) {
        if (!take_packet(t, size)) return -1;
        count++;
        if (t->inet.active == INET_PASSIVE) {
            port_timer_stop(&t->operation_timer);
            inet_select(&t->inet, READY_TO_READ, false);
            if (t->in.buffer) move_to_start(t);
            return count;
        }
        if (!t->in.buffer) return count;
        int64_t n = needed(t, &size);
        if (n < 0) return -1;
        if (n > 0) {
            move_to_start(t);
            t->in.remain = size;
            return count;
        }
    }
    return count;
}

/* Decides how much to read; 0: a packet is there already (*whole bytes). */
static int64_t plan(struct tcp *t, size_t request, size_t *whole)
{
    size_t size;
    *whole = 0;
    if (!t->in.buffer) {
        size_t room = request ? request : t->inet.buffer_size;
        t->in.start = t->in.end = 0;
        if (!replace_buffer(t, 0, room)) return NEED_FAILED;
        t->in.remain = request;
        return (int64_t)room;
    }
    if (request) {
        size_t have = t->in.end - t->in.start;
        if (have >= request) {
            *whole = request;
            return 0;
        }
        if (!expand(t, request)) return NEED_FAILED;
        t->in.remain = request - have;
        return (int64_t)t->in.remain;
    }
    if (t->in.remain) return (int64_t)t->in.remain;
    int64_t n = needed(t, &size);
    if (n == 0) *whole = size;
    else if (n > 0) t->in.remain = size;
    return n;
}

/* `got` more bytes have come. */
static int accept_bytes(struct tcp *t, size_t got)
{
    size_t size;
    t->in.end += got;
    if (t->in.remain) {
        t->in.remain -= got;
        return t->in.remain ? 0 : tcp_deliver(t, t->in.end - t->in.start);
    }
    int64_t n = needed(t, &size);
    if (n == 0) return tcp_deliver(t, size);
    t->in.remain = n > 0 ? size : 0;
    return n < 0 ? tcp_receive_failed(t, HOST_EMSGSIZE) : 0;
}

int tcp_receive(struct tcp *t, size_t request)
{
    size_t whole, got;
    int64_t want = plan(t, request, &whole);
    if (want < 0) return tcp_receive_failed(t, HOST_EMSGSIZE);
    int delivered = 0;
    if (whole) {
        delivered = tcp_deliver(t, whole);
        return delivered < 0 ? tcp_receive_failed(t, HOST_EMSGSIZE) : delivered;
    }
    size_t room = t->in.buffer->size - t->in.end;
    enum host_error e = host_socket_receive(t->inet.device, t->in.buffer->data + t->in.end,
                                            (size_t)want < room ? (size_t)want : room, &got);
    if (e == HOST_EAGAIN) return 0;
    if (e == HOST_ECONNRESET && !t->inet.tcp.show_reset) return tcp_peer_closed(t);
    if (e != HOST_OK) return tcp_receive_failed(t, e);
    if (got == 0) return tcp_peer_closed(t);
    delivered = accept_bytes(t, got);
    return delivered;
}

bool tcp_request_receive(struct tcp *t, term from, struct bytes *b, struct reply *r)
{
    struct inet *i = &t->inet;
    uint8_t reference[2];
    if (!inet_is(i, INET_CONNECTED)) {
        if (!i->tcp.close_next_recv) return inet_answer_error(r, "enotconn");
        const char *why = i->tcp.reset_next ? "econnreset" : "closed";
        i->tcp.close_next_recv = i->tcp.close_next_send = i->tcp.reset_next = false;
        return inet_answer_error(r, why);
    }
    if (i->active != INET_PASSIVE || bytes_left(b) != 8) return inet_answer_error(r, "einval");
    uint32_t timeout = bytes_u32be(b), size = bytes_u32be(b);
    if (i->format.type != PACKET_RAW && size) return inet_answer_error(r, "einval");
    if (size > RECEIVE_MAX) return inet_answer_error(r, "enomem");
    if (!inet_begin(i, from, reference)) return inet_answer_error(r, "ealready");
    if (i->ignored || tcp_receive(t, size) == 0) {
        if (timeout == 0) {
            inet_async_error(i, A(timeout));
        } else {
            if (timeout != INET_INFINITY) port_timer_start(i->port, &t->operation_timer, timeout);
            if (i->ignored) i->ignored_read = true;
            else inet_select(i, READY_TO_READ, true);
        }
    }
    return inet_answer(r, reference, sizeof reference);
}
