/* io/udp.c - the udp driver: datagram sockets, UDP and local. */
#include "io/drivers.h"
#include "io/inet.h"
#include "io/inet_options.h"
#include "io/iodata.h"
#include "io/letter.h"
#include "io/port_options.h"
#include "io/port_table.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

struct udp {
    struct inet inet;              /* first */
    struct port_timer timer;       /* of recv */
    struct host_address connected; /* the peer, when there is one */
};

static enum host_error udp_open(struct port *p, const struct port_options *o)
{
    (void)o;
    struct udp *u = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *u);
    if (!u) return HOST_ENOMEM;
    inet_init(&u->inet, p, true);
    p->driver_state = u;
    return HOST_OK;
}

static void udp_stop(struct port *p)
{
    struct udp *u = p->driver_state;
    port_timer_stop(&u->timer);
    inet_async_error(&u->inet, A(closed)); /* of who waits for a datagram */
    inet_end(&u->inet);
    memory_free(MEMORY_SYSTEM, u);
    p->driver_state = NULL;
}

static void udp_resume(struct port *p)
{
    struct udp *u = p->driver_state;
    inet_resume(&u->inet);
    if (u->inet.device != NO_DEVICE && u->inet.state & INET_F_ACTIVE)
        host_socket_connect(u->inet.device, &u->connected); /* if it fails, sending says so */
}

/* -- receiving ----------------------------------------------------------------------------- */

/* One datagram: its bytes with the sender's address right before them. */
struct datagram {
    struct binary *buffer;
    size_t start, address, size; /* the address is at buffer->data[start], `address` bytes; then `size` bytes */
    struct host_address from;
    struct host_ancillary beside;
};

static bool wants_beside(const struct inet *i) { return i->receive_tos || i->receive_traffic_class || i->receive_ttl; }

static enum host_error receive(struct udp *u, struct datagram *d)
{
    struct inet *i = &u->inet;
    uint8_t address[INET_ADDRESS_MAX];
    d->buffer = binary_alloc(INET_ADDRESS_MAX + (size_t)i->buffer_size);
    if (!d->buffer) return HOST_ENOMEM;
    enum host_error e = host_receive_datagram(i->device, d->buffer->data + INET_ADDRESS_MAX, i->buffer_size, &d->size,
                                              &d->from, &d->beside);
    if (e != HOST_OK) {
        binary_release(d->buffer);
        return e;
    }
    if (i->state & INET_F_ACTIVE) d->from = u->connected;
    d->address = inet_put_address(&d->from, address);
    d->start = INET_ADDRESS_MAX - d->address;
    memcpy(d->buffer->data + d->start, address, d->address);
    return HOST_OK;
}

/* A datagram much smaller than the buffer does not keep the buffer. */
static bool worth_sharing(const struct datagram *d) { return d->size * 4 >= d->buffer->size * 3; }

static term beside_term(struct heap *h, const struct host_ancillary *beside)
{
    const term names[] = {[ANCILLARY_TOS] = A(tos), [ANCILLARY_TRAFFIC_CLASS] = A(tclass), [ANCILLARY_TTL] = A(ttl)};
    term list = NIL;
    for (size_t n = beside->count; n > 0 && is_term(list); n--) {
        term pair = heap_tuple2(h, names[beside->items[n - 1].kind], small(beside->items[n - 1].value));
        list = is_term(pair) ? heap_cons(h, pair, list) : NO_TERM;
    }
    return list;
}

/* {A,B,C,D} or {A,..,H} or {local, Path}; and the port. */
static term address_term(struct heap *h, const struct host_address *a, term *port)
{
    size_t arity = a->family == FAMILY_INET ? 4 : 8;
    *port = small(a->port);
    if (a->family != FAMILY_INET && a->family != FAMILY_INET6) {
        *port = small(0);
        bool local = a->family == FAMILY_LOCAL;
        term name = local ? A(local) : a->family == FAMILY_UNSPECIFIED ? A(unspec) : A(undefined);
        term path = heap_binary_from(h, a->bytes, local ? a->size : 0);
        return is_term(path) ? heap_tuple2(h, name, path) : NO_TERM;
    }
    term *hp = heap_alloc(h, TUPLE_WORDS(arity));
    if (!hp) return NO_TERM;
    term t = build_tuple(&hp, arity), *e = tuple_elements(t);
    for (size_t n = 0; n < arity; n++)
        e[n] = small(arity == 4 ? a->bytes[n] : a->bytes[2 * n] << 8 | a->bytes[2 * n + 1]);
    return t;
}

enum { DATAGRAM_WORDS = 64 };

/* {inet_async, S, Ref, {ok, [Family, P1, P0, A.. | Data]}}, or with {.., Ancillary} in place of the list */
static void deliver_passive(struct udp *u, struct datagram *d)
{
    struct inet *i = &u->inet;
    struct letter l;
    size_t size = d->address + d->size;
    uint32_t headers = i->header_size + (uint32_t)d->address;
    if (!i->operation.pending || !letter_open(&l, DATAGRAM_WORDS + inet_data_words(i, size, headers))) return;
    term value =
        inet_data_term(i, &l.heap, d->buffer->data + d->start, size, headers, worth_sharing(d) ? d->buffer : NULL);
    if (wants_beside(i) && is_term(value)) {
        term beside = beside_term(&l.heap, &d->beside);
        value = is_term(beside) ? heap_tuple2(&l.heap, value, beside) : NO_TERM;
    }
    term status = is_term(value) ? heap_tuple2(&l.heap, A(ok), value) : NO_TERM;
    term *hp = is_term(status) ? heap_alloc(&l.heap, TUPLE_WORDS(4)) : NULL;
    i->operation.pending = false;
    letter_send(&l, i->port, i->operation.caller,
                hp ? build_tuple4(&hp, A(inet_async), port_id(i->port), small(i->operation.reference), status)
                   : NO_TERM);
}

/* {udp, S, IP, Port, Data} or {udp, S, IP, Port, Ancillary, Data} */
static void deliver_active(struct udp *u, struct datagram *d)
{
    struct inet *i = &u->inet;
    struct letter l;
    if (!letter_open(&l, DATAGRAM_WORDS + inet_data_words(i, d->size, i->header_size))) return;
    term e[6] = {A(udp), port_id(i->port)};
    size_t n = 4;
    e[2] = address_term(&l.heap, &d->from, &e[3]);
    if (wants_beside(i)) e[n++] = beside_term(&l.heap, &d->beside);
    e[n++] = inet_data_term(i, &l.heap, d->buffer->data + INET_ADDRESS_MAX, d->size, i->header_size,
                            worth_sharing(d) ? d->buffer : NULL);
    term *hp = heap_alloc(&l.heap, TUPLE_WORDS(n));
    bool ok = hp && is_term(e[2]) && is_term(e[n - 1]) && is_term(e[n - 2]);
    term t = ok ? build_tuple(&hp, n) : NO_TERM;
    if (ok) memcpy(tuple_elements(t), e, n * sizeof *e);
    letter_send(&l, i->port, i->port->connected, t);
    inet_count_active(i);
}

/* {S, {data, [Address.. | Data]}} */
static void deliver_port(struct udp *u, struct datagram *d)
{
    struct inet *i = &u->inet;
    struct letter l;
    size_t size = d->address + d->size;
    if (!letter_open(&l, DATAGRAM_WORDS + inet_data_words(i, size, i->header_size))) return;
    term data = inet_data_term(i, &l.heap, d->buffer->data + d->start, size, i->header_size, NULL);
    term pair = is_term(data) ? heap_tuple2(&l.heap, A(data), data) : NO_TERM;
    letter_send(&l, i->port, i->port->connected,
                is_term(pair) ? heap_tuple2(&l.heap, port_id(i->port), pair) : NO_TERM);
    inet_count_active(i);
}

static void receive_failed(struct udp *u, enum host_error e)
{
    struct inet *i = &u->inet;
    if (i->active != INET_PASSIVE) {
        inet_tell_error(i, A(udp_error), e);
        return;
    }
    port_timer_stop(&u->timer);
    inet_select(i, READY_TO_READ, false);
    inet_async_failure(i, e);
}

/* Takes what is there, at most read_packets; how many were delivered. */
static int receive_some(struct udp *u)
{
    struct inet *i = &u->inet;
    int count = 0;
    for (uint32_t n = 0; n < i->read_packets; n++) {
        struct datagram d;
        enum host_error e = receive(u, &d);
        if (e == HOST_EAGAIN) {
            if (i->active == INET_PASSIVE) inet_select(i, READY_TO_READ, true);
            return count;
        }
        count++;
        if (e != HOST_OK) {
            receive_failed(u, e);
            return count;
        }
        inet_count(&i->received, d.size);
        if (i->active == INET_PASSIVE) deliver_passive(u, &d);
        else if (i->deliver_port) deliver_port(u, &d);
        else deliver_active(u, &d);
        binary_release(d.buffer);
        if (i->active == INET_PASSIVE) {
            port_timer_stop(&u->timer);
            inet_select(i, READY_TO_READ, false);
            return count;
        }
    }
    return count;
}

static bool request_receive(struct udp *u, term from, struct bytes *b, struct reply *r)
{
    struct inet *i = &u->inet;
    uint8_t reference[2];
    if (!(i->state & INET_F_OPEN)) return inet_answer_error(r, "exbadport");
    if (i->active != INET_PASSIVE || bytes_left(b) != 8) return inet_answer_error(r, "einval");
    uint32_t timeout = bytes_u32be(b);
    if (!inet_begin(i, from, reference)) return inet_answer_error(r, "ealready");
    if (receive_some(u) == 0 && timeout != INET_INFINITY) port_timer_start(i->port, &u->timer, timeout);
    return inet_answer(r, reference, sizeof reference);
}

static void udp_ready(struct port *p, host_device d, unsigned ready)
{
    (void)d;
    struct udp *u = p->driver_state;
    if (!(ready & READY_TO_READ)) return;
    if (u->inet.active == INET_PASSIVE && !u->inet.operation.pending) inet_select(&u->inet, READY_TO_READ, false);
    else receive_some(u);
}

static void udp_timeout(struct port *p, struct port_timer *timer)
{
    (void)timer;
    struct udp *u = p->driver_state;
    inet_select(&u->inet, READY_TO_READ, u->inet.active != INET_PASSIVE);
    inet_async_error(&u->inet, A(timeout));
}

/* -- sending -------------------------------------------------------------------------------- */

static bool take_beside(struct bytes *b, struct host_ancillary *beside)
{
    beside->count = 0;
    while (bytes_left(b)) {
        uint8_t option = bytes_u8(b);
        int32_t value = (int32_t)bytes_u32be(b);
        if (b->spent || beside->count == ANCILLARY_MAX) return false;
        enum host_ancillary_kind kind;
        if (option == INET_OPT_TOS) kind = ANCILLARY_TOS;
        else if (option == INET_OPT_TTL) kind = ANCILLARY_TTL;
        else if (option == INET_OPT_TCLASS) kind = ANCILLARY_TRAFFIC_CLASS;
        else return false;
        beside->items[beside->count].kind = kind;
        beside->items[beside->count++].value = value;
    }
    return true;
}

/* [Address | Size of ancillary data, it, the datagram]; the name of the error, or NULL. */
static const char *send(struct udp *u, struct bytes *b)
{
    struct inet *i = &u->inet;
    struct host_address to;
    struct host_ancillary beside = {0};
    const char *error = inet_take_address(i, b, &to);
    if (error) return error;
    size_t size = bytes_u32be(b);
    const uint8_t *p = bytes_take(b, size);
    struct bytes ancillary = bytes_of(p, p ? size : 0);
    if (!p || !take_beside(&ancillary, &beside)) return "einval";
    size_t left = bytes_left(b);
    inet_count(&i->sent, left);
    enum host_error e = host_send_datagram(i->device, i->state & INET_F_ACTIVE ? NULL : &to, b->at, left, &beside);
    return e == HOST_OK ? NULL : host_error_name(e);
}

static enum output_result udp_output(struct port *p, term from, term data)
{
    struct udp *u = p->driver_state;
    struct binary *body;
    size_t size;
    enum iodata_result r = inet_take_command(&u->inet, from, data, &body, &size);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    p->bytes_out += size;
    port_table()->bytes_out += size;
    struct bytes b = bytes_of(body->data, body->size);
    const char *error = u->inet.state & INET_F_OPEN ? send(u, &b) : "einval";
    binary_release(body);
    inet_reply(&u->inet, error ? atom_from_c(error) : A(ok));
    return OUTPUT_DONE;
}

/* -- requests -------------------------------------------------------------------------------- */

static bool request_connect(struct udp *u, term from, struct bytes *b, struct reply *r)
{
    struct inet *i = &u->inet;
    struct host_address a;
    uint8_t reference[2];
    enum host_error e = HOST_OK;
    if (!(i->state & INET_F_OPEN)) return inet_answer_error(r, "exbadport");
    bool connects = bytes_left(b) > 0;
    if (connects) {
        if (bytes_left(b) < 6) return inet_answer_error(r, "einval");
        bytes_u32be(b); /* a time limit: connecting a datagram socket takes none */
        const char *error = inet_take_address(i, b, &a);
        if (error) return inet_answer_error(r, error);
    }
    /* Linux keeps the local address of a connected socket: it is let go first. */
    if (!connects || inet_is(i, INET_CONNECTED)) host_socket_disconnect(i->device);
    i->state &= ~(unsigned)INET_F_ACTIVE;
    if (connects) e = host_socket_connect(i->device, &a);
    if (e != HOST_OK) {
        host_socket_disconnect(i->device);
        return inet_answer_failure(r, e);
    }
    if (connects) {
        i->state |= INET_F_ACTIVE;
        u->connected = a;
    }
    inet_send_async(i, from, inet_new_reference(i, reference), A(ok), NO_TERM);
    return inet_answer(r, reference, sizeof reference);
}

static bool opened(struct udp *u, bool answered)
{
    if (u->inet.active != INET_PASSIVE) inet_select(&u->inet, READY_TO_READ, true);
    return answered;
}

static bool request_set_options(struct udp *u, struct bytes *b, struct reply *r)
{
    if (inet_set_options(&u->inet, b) == INET_THEN_BAD) return inet_answer_error(r, "einval");
    return inet_answer(r, NULL, 0);
}

static bool udp_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size,
                        struct reply *r)
{
    struct udp *u = p->driver_state;
    struct bytes b = bytes_of(bytes, size);
    unsigned request = operation - INET_REQ_BASE;
    switch (request) {
    case INET_REQ_OPEN: return opened(u, inet_open(&u->inet, &b, r));
    case INET_REQ_FDOPEN: return opened(u, inet_fdopen(&u->inet, &b, r));
    case INET_REQ_CLOSE:
        inet_async_error(&u->inet, A(closed));
        inet_close(&u->inet);
        return inet_answer(r, NULL, 0);
    case INET_REQ_CONNECT: return request_connect(u, from, &b, r);
    case INET_REQ_LISTEN: return inet_answer_error(r, "exbadport");
    case INET_REQ_SETOPTS: return request_set_options(u, &b, r);
    case PACKET_REQ_RECV: return request_receive(u, from, &b, r);
    default: return inet_control(&u->inet, from, request, &b, r);
    }
}

const struct driver udp_driver = {
    .name = "udp_inet",
    .open = udp_open,
    .ready = udp_ready,
    .output = udp_output,
    .control = udp_control,
    .timeout = udp_timeout,
    .resume = udp_resume,
    .stop = udp_stop,
};
