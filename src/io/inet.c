/* io/inet.c - what tcp and udp sockets share: state, watching, and the requests that only read. */
#include "io/inet.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <math.h>
#include <string.h>

/* OTP's numbers: the payload of one Ethernet frame, of a large one. */
enum { BUFFER_DEFAULT = 1460, BUFFER_DEFAULT_28 = 9216 };

void inet_init(struct inet *i, struct port *port, bool datagrams)
{
    *i = (struct inet){
        .port = port,
        .datagrams = datagrams,
        .device = NO_DEVICE,
        .buffer_size = otp_at_least(28) ? BUFFER_DEFAULT_28 : BUFFER_DEFAULT,
        .format = {.type = PACKET_RAW, .delimiter = '\n'},
        .exit_on_close = true,
        .caller.pid = NO_TERM,
        .read_packets = 5,
        .queue_high = 8192,
        .queue_low = 4096,
        .tcp = {.high = 8192, .low = 4096, .send_timeout = INET_INFINITY},
    };
}

void inet_select(struct inet *i, unsigned bits, bool on)
{
    unsigned interest = on ? i->interest | bits : i->interest & ~bits;
    if (interest == i->interest || i->device == NO_DEVICE) return;
    i->interest = interest;
    port_watch(i->port, i->device, interest);
}

static void forget_subscribers(struct inet *i)
{
    while (i->subscribers) {
        struct inet_subscriber *s = i->subscribers;
        i->subscribers = s->next;
        memory_free(MEMORY_SYSTEM, s);
    }
}

void inet_close(struct inet *i)
{
    forget_subscribers(i);
    if (i->device == NO_DEVICE) return;
    inet_select(i, READY_TO_READ | READY_TO_WRITE, false);
    if (i->prebound) return;
    port_close_device(i->port, &i->device);
    i->interest = 0;
    i->state = 0;
}

void inet_end(struct inet *i)
{
    inet_close(i);
    port_release_device(i->port, &i->device);
    memory_free(MEMORY_SYSTEM, i->namespace);
}

/* -- answers -------------------------------------------------------------------------- */

static bool answer(struct reply *r, enum inet_answer code, const void *bytes, size_t size)
{
    uint8_t *to = reply_room(r, size + 1);
    if (!to) return true; /* the BIF sees it */
    to[0] = (uint8_t)code;
    if (size) memcpy(to + 1, bytes, size);
    return true;
}

bool inet_answer(struct reply *r, const void *bytes, size_t size) { return answer(r, INET_REP_OK, bytes, size); }
bool inet_answer_error(struct reply *r, const char *name) { return answer(r, INET_REP_ERROR, name, strlen(name)); }

static void put32(uint8_t *to, uint32_t v)
{
    to[0] = (uint8_t)(v >> 24), to[1] = (uint8_t)(v >> 16), to[2] = (uint8_t)(v >> 8), to[3] = (uint8_t)v;
}

static bool answer32(struct reply *r, uint32_t value)
{
    uint8_t bytes[4];
    put32(bytes, value);
    return inet_answer(r, bytes, sizeof bytes);
}

/* -- opening -------------------------------------------------------------------------- */

static bool take_family(struct bytes *b, enum host_family *f)
{
    switch (bytes_u8(b)) {
    case INET_AF_INET: *f = FAMILY_INET; return true;
    case INET_AF_INET6: *f = FAMILY_INET6; return true;
    case INET_AF_LOCAL: *f = FAMILY_LOCAL; return true;
    default: return false;
    }
}

static bool type_fits(const struct inet *i, uint8_t type)
{
    return type == (i->datagrams ? INET_TYPE_DGRAM : INET_TYPE_STREAM);
}

/* The protocol, which OTP 29 names: NULL, or the name of the error. */
static const char *take_protocol(const struct inet *i, struct bytes *b)
{
    if (bytes_left(b) == 0) return NULL;
    uint8_t protocol = bytes_u8(b);
    if (protocol == INET_PROTO_MPTCP && !i->datagrams) return "eprotonosupport";
    if (protocol == INET_PROTO_DEFAULT || protocol == (i->datagrams ? INET_PROTO_UDP : INET_PROTO_TCP)) return NULL;
    return "einval";
}

bool inet_open(struct inet *i, struct bytes *b, struct reply *r)
{
    enum host_family family;
    if (bytes_left(b) != 2 && bytes_left(b) != 3) return inet_answer_error(r, "einval");
    if (!take_family(b, &family)) return inet_answer_error(r, "eafnosupport");
    if (!type_fits(i, bytes_u8(b))) return inet_answer_error(r, "einval");
    const char *error = take_protocol(i, b);
    if (error) return inet_answer_error(r, error);
    if (i->state) return inet_answer_error(r, "exbadseq");
    enum host_socket_type type = i->datagrams ? SOCKET_DATAGRAM : SOCKET_STREAM;
    enum host_error e = host_socket_open(family, type, i->namespace, &i->device);
    if (e != HOST_OK) {
        i->device = NO_DEVICE;
        return inet_answer_failure(r, e);
    }
    i->family = family;
    i->state = INET_F_OPEN;
    return inet_answer(r, NULL, 0);
}

bool inet_fdopen(struct inet *i, struct bytes *b, struct reply *r)
{
    enum host_family family;
    struct host_address name;
    size_t size = bytes_left(b);
    if (size != 6 && size != 10) return inet_answer_error(r, "einval");
    if (!take_family(b, &family)) return inet_answer_error(r, "eafnosupport");
    if (!type_fits(i, bytes_u8(b))) return inet_answer_error(r, "einval");
    host_device d = (host_device)bytes_u32be(b);
    bool bound = size == 6 || bytes_u32be(b);
    enum host_error e = bound ? host_socket_name(d, &name) : HOST_OK;
    if (e == HOST_OK && bound && name.family != family) e = HOST_EINVAL;
    if (e == HOST_OK) e = host_socket_adopt(d);
    if (e != HOST_OK) return inet_answer_failure(r, e);
    i->device = d;
    i->family = family;
    i->prebound = true;
    i->state = INET_F_OPEN;
    if (!i->datagrams && host_socket_peer(d, &name) == HOST_OK) i->state = INET_CONNECTED;
    return inet_answer(r, NULL, 0);
}

/* -- small requests --------------------------------------------------------------------- */

static bool answer_address(struct reply *r, const struct host_address *a)
{
    uint8_t bytes[INET_ADDRESS_MAX];
    if (a->family == FAMILY_UNSPECIFIED || a->family == FAMILY_OTHER) return inet_answer_error(r, "einval");
    size_t size = inet_put_address(a, bytes);
    return inet_answer(r, bytes, size);
}

static bool request_name(struct inet *i, bool peer, struct reply *r)
{
    struct host_address a;
    if (peer && !(i->state & INET_F_ACTIVE)) return inet_answer_error(r, "enotconn");
    if (peer ? i->has_fake_peer : i->has_fake_name) return answer_address(r, peer ? &i->fake_peer : &i->fake_name);
    enum host_error e = peer ? host_socket_peer(i->device, &a) : host_socket_name(i->device, &a);
    return e == HOST_OK ? answer_address(r, &a) : inet_answer_failure(r, e);
}

/* The same for the list form (one address), without a pretended one. */
static bool request_names(struct inet *i, bool peer, struct bytes *b, struct reply *r)
{
    struct host_address a;
    if (bytes_left(b) != 4) return inet_answer_error(r, "einval");
    if (!(i->state & INET_F_OPEN)) return inet_answer_error(r, "exbadport");
    enum host_error e = peer ? host_socket_peer(i->device, &a) : host_socket_name(i->device, &a);
    return e == HOST_OK ? answer_address(r, &a) : inet_answer_failure(r, e);
}

static bool request_set_name(struct inet *i, struct bytes *b, struct host_address *a, bool *has, struct reply *r)
{
    *has = false;
    if (!bytes_left(b)) return inet_answer(r, NULL, 0);
    if (bytes_left(b) < 2) return inet_answer_error(r, "einval");
    const char *error = inet_take_address(i, b, a);
    if (error) return inet_answer_error(r, error);
    *has = true;
    return inet_answer(r, NULL, 0);
}

static bool request_bind(struct inet *i, struct bytes *b, struct reply *r)
{
    struct host_address a;
    if (bytes_left(b) < 2) return inet_answer_error(r, "einval");
    if (i->state != INET_F_OPEN) return inet_answer_error(r, "exbadport");
    const char *error = inet_take_address(i, b, &a);
    if (error) return inet_answer_error(r, error);
    enum host_error e = host_socket_bind(i->device, &a);
    if (e != HOST_OK) return inet_answer_failure(r, e);
    i->bound = a;
    if (a.port == 0 && a.family != FAMILY_LOCAL) host_socket_name(i->device, &a);
    return inet_answer(r, (uint8_t[]){(uint8_t)(a.port >> 8), (uint8_t)a.port}, 2);
}

static bool request_type(struct inet *i, struct reply *r)
{
    uint8_t bytes[8];
    uint32_t family = i->family == FAMILY_INET    ? INET_AF_INET
                      : i->family == FAMILY_INET6 ? INET_AF_INET6
                                                  : INET_AF_LOCAL;
    if (i->family == FAMILY_UNSPECIFIED) return inet_answer_error(r, "einval");
    put32(bytes, family);
    put32(bytes + 4, i->datagrams ? INET_TYPE_DGRAM : INET_TYPE_STREAM);
    return inet_answer(r, bytes, sizeof bytes);
}

static bool request_host_name(struct bytes *b, struct reply *r)
{
    char name[256];
    if (bytes_left(b)) return inet_answer_error(r, "einval");
    enum host_error e = host_name(name, sizeof name);
    return e == HOST_OK ? inet_answer(r, name, strlen(name)) : inet_answer_failure(r, e);
}

/* [Length | Characters] as a C string. */
static bool take_string(struct bytes *b, char to[256])
{
    size_t size = bytes_u8(b);
    const uint8_t *p = bytes_take(b, size);
    if (!p) return false;
    memcpy(to, p, size);
    to[size] = 0;
    return true;
}

static bool request_service_by_name(struct bytes *b, struct reply *r)
{
    char name[256], protocol[256];
    if (!take_string(b, name) || !take_string(b, protocol)) return inet_answer_error(r, "einval");
    uint16_t port = host_service_port(name, protocol);
    if (!port) return inet_answer_error(r, "einval");
    return inet_answer(r, (uint8_t[]){(uint8_t)(port >> 8), (uint8_t)port}, 2);
}

static bool request_service_by_port(struct bytes *b, struct reply *r)
{
    char name[256], protocol[256];
    uint16_t port = bytes_u16be(b);
    if (!take_string(b, protocol) || !host_service_name(port, protocol, name, sizeof name))
        return inet_answer_error(r, "einval");
    return inet_answer(r, name, strlen(name));
}

enum {
    STAT_RECV_CNT = 1,
    STAT_RECV_MAX,
    STAT_RECV_AVG,
    STAT_RECV_DVI,
    STAT_SEND_CNT,
    STAT_SEND_MAX,
    STAT_SEND_AVG,
    STAT_SEND_PEND,
    STAT_RECV_OCT,
    STAT_SEND_OCT
};

/* A statistic; false: there is none of that number. */
static bool statistic(const struct inet *i, uint8_t which, uint64_t *value)
{
    switch (which) {
    case STAT_RECV_CNT: *value = i->received.count; break;
    case STAT_RECV_MAX: *value = i->received.maximum; break;
    case STAT_RECV_AVG: *value = (uint64_t)i->received.average; break;
    case STAT_RECV_DVI: *value = (uint64_t)fabs(i->received.deviation); break;
    case STAT_SEND_CNT: *value = i->sent.count; break;
    case STAT_SEND_MAX: *value = i->sent.maximum; break;
    case STAT_SEND_AVG: *value = (uint64_t)i->sent.average; break;
    case STAT_SEND_PEND: *value = i->port->queue.size; break;
    case STAT_RECV_OCT: *value = i->received.octets; break;
    case STAT_SEND_OCT: *value = i->sent.octets; break;
    default: return false;
    }
    return true;
}

enum { STATISTICS_MAX = 1024 }; /* asked for at once */

static bool request_statistics(struct inet *i, struct bytes *b, struct reply *r)
{
    uint8_t bytes[9 * STATISTICS_MAX], *to = bytes;
    if (bytes_left(b) > STATISTICS_MAX) return inet_answer_error(r, "einval");
    while (bytes_left(b)) {
        uint64_t value;
        *to = bytes_u8(b);
        if (!statistic(i, *to, &value)) return false;
        bool wide = *to == STAT_RECV_OCT || *to == STAT_SEND_OCT;
        if (wide) put32(to + 1, (uint32_t)(value >> 32));
        put32(to + (wide ? 5 : 1), (uint32_t)value);
        to += wide ? 9 : 5;
    }
    return inet_answer(r, bytes, (size_t)(to - bytes));
}

enum { SUBSCRIBE_EMPTY_QUEUE = 1 };

static bool request_subscribe(struct inet *i, term from, struct bytes *b, struct reply *r)
{
    uint8_t bytes[5];
    size_t size = 0;
    if (bytes_left(b) > 1) return false;
    if (bytes_left(b)) {
        bytes[0] = bytes_u8(b);
        if (bytes[0] != SUBSCRIBE_EMPTY_QUEUE) return false;
        if (i->port->queue.size && !inet_subscribe(i, from)) return false;
        put32(bytes + 1, (uint32_t)i->port->queue.size);
        size = 5;
    }
    return inet_answer(r, bytes, size);
}

/* The descriptor is given to someone else for a while, or taken back. */
static bool request_ignore(struct inet *i, struct bytes *b, struct reply *r)
{
    bool ignore = bytes_u8(b) == 1;
    if (!inet_is(i, INET_CONNECTED)) return inet_answer_error(r, "enotconn");
    if (i->datagrams || b->spent || ignore == i->ignored) return inet_answer_error(r, "einval");
    i->ignored = ignore;
    if (ignore) {
        inet_select(i, READY_TO_READ | READY_TO_WRITE, false);
        i->ignored_read = i->active != INET_PASSIVE;
        i->ignored_write = false;
    } else {
        inet_select(i, (i->ignored_read ? READY_TO_READ : 0u) | (i->ignored_write ? READY_TO_WRITE : 0u), true);
    }
    return inet_answer(r, NULL, 0);
}

bool inet_control(struct inet *i, term from, unsigned request, struct bytes *b, struct reply *r)
{
    bool is_open = i->state & INET_F_OPEN;
    switch (request) {
    case INET_REQ_PEER: return request_name(i, true, r);
    case INET_REQ_NAME: return request_name(i, false, r);
    case INET_REQ_GETPADDRS: return request_names(i, true, b, r);
    case INET_REQ_GETLADDRS: return request_names(i, false, b, r);
    case INET_REQ_SETPEER: return request_set_name(i, b, &i->fake_peer, &i->has_fake_peer, r);
    case INET_REQ_SETNAME: return request_set_name(i, b, &i->fake_name, &i->has_fake_name, r);
    case INET_REQ_BIND: return request_bind(i, b, r);
    case INET_REQ_GETOPTS: return inet_get_options(i, b, r);
    case INET_REQ_GETSTAT: return request_statistics(i, b, r);
    case INET_REQ_SUBSCRIBE: return request_subscribe(i, from, b, r);
    case INET_REQ_GETHOSTNAME: return request_host_name(b, r);
    case INET_REQ_GETFD: return is_open ? answer32(r, (uint32_t)i->device) : inet_answer_error(r, "einval");
    case INET_REQ_GETTYPE: return request_type(i, r);
    case INET_REQ_GETSTATUS: return answer32(r, i->state);
    case INET_REQ_GETSERVBYNAME: return request_service_by_name(b, r);
    case INET_REQ_GETSERVBYPORT: return request_service_by_port(b, r);
    case INET_REQ_IGNOREFD: return request_ignore(i, b, r);
    case INET_REQ_GETIFLIST: return is_open ? inet_interface_list(r) : inet_answer_error(r, "exbadport");
    case INET_REQ_GETIFADDRS: return is_open ? inet_interfaces(r) : inet_answer_error(r, "exbadport");
    case INET_REQ_IFGET: return is_open ? inet_interface_get(b, r) : inet_answer_error(r, "exbadport");
    case INET_REQ_IFSET: return inet_answer_error(r, is_open ? "eperm" : "exbadport");
    default: return inet_answer_error(r, "exbadport");
    }
}
