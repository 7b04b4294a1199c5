/* io/inet_set.c - setting options of sockets. */
#include "io/inet_options.h"
#include "memory/memory.h"
#include <string.h>

bool inet_packet_type(uint32_t number, enum packet_type *type)
{
    static const enum packet_type types[] = {
        PACKET_RAW,   PACKET_1,     PACKET_2,       PACKET_4,        PACKET_ASN1,
        PACKET_SUNRM, PACKET_CDR,   PACKET_FCGI,    PACKET_LINE,     PACKET_TPKT,
        PACKET_HTTP,  PACKET_HTTPH, PACKET_SSL_TLS, PACKET_HTTP_BIN, PACKET_HTTPH_BIN,
    };
    if (number >= sizeof types / sizeof *types) return false;
    *type = types[number];
    return true;
}

bool inet_host_option(const struct inet *i, uint8_t number, enum host_option *o, bool *told)
{
    static const struct {
        uint8_t number;
        bool told;
        enum host_option option;
    } options[] = {{INET_OPT_REUSEADDR, false, OPTION_REUSE_ADDRESS},
                   {INET_OPT_REUSEPORT, false, OPTION_REUSE_PORT},
                   {INET_OPT_REUSEPORT_LB, false, OPTION_REUSE_PORT},
                   {INET_OPT_KEEPALIVE, false, OPTION_KEEP_ALIVE},
                   {INET_OPT_DONTROUTE, false, OPTION_DONT_ROUTE},
                   {INET_OPT_BROADCAST, false, OPTION_BROADCAST},
                   {INET_OPT_OOBINLINE, false, OPTION_OUT_OF_BAND_INLINE},
                   {INET_OPT_SNDBUF, false, OPTION_SEND_BUFFER},
                   {INET_OPT_RCVBUF, false, OPTION_RECEIVE_BUFFER},
                   {INET_OPT_PRIORITY, true, OPTION_PRIORITY},
                   {INET_OPT_TOS, true, OPTION_TOS},
                   {INET_OPT_TCLASS, true, OPTION_TRAFFIC_CLASS},
                   {INET_OPT_TTL, true, OPTION_TTL},
                   {INET_OPT_RECVTOS, true, OPTION_RECEIVE_TOS},
                   {INET_OPT_RECVTCLASS, true, OPTION_RECEIVE_TRAFFIC_CLASS},
                   {INET_OPT_RECVTTL, true, OPTION_RECEIVE_TTL},
                   {INET_OPT_IPV6_V6ONLY, true, OPTION_V6_ONLY},
                   {TCP_OPT_NODELAY, false, OPTION_NO_DELAY},
                   {TCP_OPT_NOPUSH, false, OPTION_NO_PUSH},
                   {TCP_OPT_KEEPCNT, false, OPTION_KEEP_ALIVE_COUNT},
                   {TCP_OPT_KEEPIDLE, false, OPTION_KEEP_ALIVE_IDLE},
                   {TCP_OPT_KEEPINTVL, false, OPTION_KEEP_ALIVE_INTERVAL},
                   {TCP_OPT_USER_TIMEOUT, false, OPTION_USER_TIMEOUT},
                   {UDP_OPT_MULTICAST_TTL, false, OPTION_MULTICAST_TTL},
                   {UDP_OPT_MULTICAST_LOOP, false, OPTION_MULTICAST_LOOP},
                   {UDP_OPT_MULTICAST_IF, false, OPTION_MULTICAST_INTERFACE}};
    for (size_t n = 0; n < sizeof options / sizeof *options; n++) {
        if (options[n].number != number) continue;
        *told = options[n].told;
        *o = options[n].option;
        if (number == UDP_OPT_MULTICAST_IF && i->family == FAMILY_INET6) *o = OPTION_MULTICAST_INTERFACE6;
        return true;
    }
    return false;
}

/* -- options of the host ------------------------------------------------------------------ */

static enum host_error set_int(struct inet *i, enum host_option o, int32_t value)
{
    int level, name, priority = 0;
    size_t size = sizeof priority;
    host_option_numbers(o, &level, &name);
    if (o != OPTION_TOS) return host_socket_set(i->device, level, name, &value, sizeof value);
    /* Linux changes the priority with the type of service; OTP's users find theirs again. */
    int priority_level, priority_name;
    host_option_numbers(OPTION_PRIORITY, &priority_level, &priority_name);
    bool known = host_socket_get(i->device, priority_level, priority_name, &priority, &size) == HOST_OK;
    enum host_error e = host_socket_set(i->device, level, name, &value, sizeof value);
    if (known && e == HOST_OK) host_socket_set(i->device, priority_level, priority_name, &priority, sizeof priority);
    return e;
}

static bool set_host_option(struct inet *i, uint8_t number, uint32_t value)
{
    enum host_option o;
    bool told;
    if (!inet_host_option(i, number, &o, &told)) return number == INET_OPT_EXCLUSIVEADDRUSE; /* Windows' */
    if (number == UDP_OPT_MULTICAST_IF) value = __builtin_bswap32(value);
    enum host_error e = set_int(i, o, (int32_t)value);
    if (e != HOST_OK) return !told;
    if (number == INET_OPT_RECVTOS) i->receive_tos = value;
    if (number == INET_OPT_RECVTCLASS) i->receive_traffic_class = value;
    if (number == INET_OPT_RECVTTL) i->receive_ttl = value;
    return true;
}

/* A larger receive buffer of the host asks for a larger one of ours, unless the program has chosen it. */
static void follow_receive_buffer(struct inet *i, uint32_t size)
{
    enum { DATAGRAM_MAX = 1 << 16 };
    if (i->datagrams && size > DATAGRAM_MAX) size = DATAGRAM_MAX;
    if (!i->buffer_set && (int32_t)size > (int32_t)i->buffer_size) i->buffer_size = size;
}

static bool set_linger(struct inet *i, uint32_t on, struct bytes *b)
{
    if (bytes_left(b) < 4) return false;
    int32_t seconds = (int32_t)bytes_u32be(b);
    i->tcp.linger_zero = on && seconds == 0;
    host_socket_set_linger(i->device, on, seconds);
    return true;
}

static bool set_raw(struct inet *i, uint32_t level, struct bytes *b)
{
    if (bytes_left(b) < 8) return false;
    uint32_t name = bytes_u32be(b), size = bytes_u32be(b);
    const uint8_t *value = bytes_take(b, size);
    if (!value) return false;
    host_socket_set(i->device, (int)level, (int)name, value, size);
    return true;
}

static bool set_device_name(struct inet *i, uint32_t size, struct bytes *b)
{
    char name[16] = {0};
    int level, option;
    const uint8_t *p = size < sizeof name ? bytes_take(b, size) : NULL;
    if (!p) return false;
    memcpy(name, p, size);
    host_option_numbers(OPTION_BIND_TO_DEVICE, &level, &option);
    return host_socket_set(i->device, level, option, name, sizeof name) == HOST_OK;
}

static bool set_membership(struct inet *i, bool join, uint32_t family, struct bytes *b)
{
    struct host_address group = {.family = i->family}, by = {.family = FAMILY_INET};
    uint32_t index = bytes_u32be(b);
    size_t size = family == INET_AF_INET ? 4 : 16;
    const uint8_t *p = bytes_take(b, size), *q = family == INET_AF_INET ? bytes_take(b, 4) : p;
    bool fits =
        (family == INET_AF_INET && i->family == FAMILY_INET) || (family == INET_AF_INET6 && i->family == FAMILY_INET6);
    if (!p || !q || !fits) return false;
    memcpy(group.bytes, p, size);
    memcpy(by.bytes, q, 4);
    host_socket_membership(i->device, join, &group, &by, index);
    return true;
}

static bool set_namespace(struct inet *i, uint32_t size, struct bytes *b)
{
    const uint8_t *p = bytes_take(b, size);
    char *copy = p ? memory_alloc(MEMORY_SYSTEM, (size_t)size + 1) : NULL;
    if (!copy) return false;
    memcpy(copy, p, size);
    copy[size] = 0;
    memory_free(MEMORY_SYSTEM, i->namespace);
    i->namespace = copy;
    return true;
}

/* -- options of the driver ------------------------------------------------------------------ */

/* {active, N} adds N. */
static bool add_active(struct inet *i, struct bytes *b)
{
    int32_t sum = i->active_count + (int16_t)bytes_u16be(b);
    if (b->spent || sum > INT16_MAX || sum < INT16_MIN) return false;
    i->active_count = sum < 0 ? 0 : sum;
    if (i->active_count > 0) return true;
    i->active = INET_PASSIVE;
    inet_tell(i, i->datagrams ? A(udp_passive) : A(tcp_passive));
    return true;
}

/* *gone: the port has ended by it. */
static bool set_active(struct inet *i, uint32_t value, struct bytes *b, bool *gone)
{
    if (value > INET_MULTI) return false;
    i->active = (enum inet_active)value;
    if (i->active != INET_MULTI) i->active_count = 0;
    else if (!add_active(i, b)) return false;
    if (!i->datagrams && i->active != INET_PASSIVE && !i->state && i->device == NO_DEVICE)
        *gone = !tcp_made_active_closed(i);
    return true;
}

static bool set_packet(struct inet *i, uint32_t value)
{
    if (!inet_packet_type(value, &i->format.type)) return false;
    i->packet = (uint8_t)value;
    return true;
}

/* Two marks, of which the low one is never above the high one. */
static void set_high(uint32_t *low, uint32_t *high, int32_t value)
{
    *high = value < 0 ? 0 : (uint32_t)value;
    if (*low > *high) *low = *high;
}

static void set_low(uint32_t *low, uint32_t *high, int32_t value)
{
    *low = value < 0 ? 0 : (uint32_t)value;
    if (*high < *low) *high = *low;
}

/* There is no queue of messages to a port; its marks are told back. */
static bool set_queue_mark(struct inet *i, bool is_high, int32_t value)
{
    if (value <= 0) return false;
    if (is_high) set_high(&i->queue_low, &i->queue_high, value);
    else set_low(&i->queue_low, &i->queue_high, value);
    return true;
}

/* *known: it was one of these. */
static bool set_driver_option(struct inet *i, uint8_t number, uint32_t value, bool *known)
{
    *known = true;
    switch (number) {
    case INET_LOPT_HEADER: i->header_size = value; return true;
    case INET_LOPT_MODE: i->binary = value; return true;
    case INET_LOPT_DELIVER: i->deliver_port = value == 0; return true;
    case INET_LOPT_BUFFER:
        i->buffer_size = (int32_t)value < 1 ? 1 : value;
        i->buffer_set = true;
        return true;
    case INET_LOPT_PACKET: return set_packet(i, value);
    case INET_LOPT_PACKET_SIZE: i->format.size_max = value; return true;
    case INET_LOPT_EXITONCLOSE: i->exit_on_close = value; return true;
    case INET_LOPT_TCP_HIWTRMRK: set_high(&i->tcp.low, &i->tcp.high, (int32_t)value); return true;
    case INET_LOPT_TCP_LOWTRMRK: set_low(&i->tcp.low, &i->tcp.high, (int32_t)value); return true;
    case INET_LOPT_MSGQ_HIWTRMRK: return set_queue_mark(i, true, (int32_t)value);
    case INET_LOPT_MSGQ_LOWTRMRK: return set_queue_mark(i, false, (int32_t)value);
    case INET_LOPT_TCP_SEND_TIMEOUT: i->tcp.send_timeout = value; return true;
    case INET_LOPT_TCP_SEND_TIMEOUT_CLOSE: i->tcp.send_timeout_close = value; return true;
    case INET_LOPT_TCP_DELAY_SEND: i->tcp.delay_send = value; return true;
    case INET_LOPT_READ_PACKETS:
        if (i->datagrams) i->read_packets = value;
        return !i->datagrams || (int32_t)value > 0;
    case INET_LOPT_TCP_SHOW_ECONNRESET: i->tcp.show_reset = value; return true;
    case INET_LOPT_TCP_READ_AHEAD: i->tcp.no_read_ahead = !value; return true;
    case INET_LOPT_NON_BLOCK_SEND: i->non_block_send = value; return true;
    case INET_LOPT_LINE_DELIM: i->format.delimiter = (uint8_t)value; return true;
    case INET_OPT_DEBUG: return true;
    default: *known = false; return false;
    }
}

static bool set_option(struct inet *i, struct bytes *b, bool *gone)
{
    bool known;
    uint8_t number = bytes_u8(b);
    uint32_t value = bytes_u32be(b);
    bool ok = set_driver_option(i, number, value, &known);
    if (known) return ok;
    switch (number) {
    case INET_LOPT_ACTIVE: return set_active(i, value, b, gone);
    case INET_LOPT_NETNS: return set_namespace(i, value, b);
    case INET_OPT_LINGER: return set_linger(i, value, b);
    case INET_OPT_RAW: return set_raw(i, value, b);
    case INET_OPT_BIND_TO_DEVICE: return set_device_name(i, value, b);
    case UDP_OPT_ADD_MEMBERSHIP: return set_membership(i, true, value, b);
    case UDP_OPT_DROP_MEMBERSHIP: return set_membership(i, false, value, b);
    case INET_OPT_RCVBUF: follow_receive_buffer(i, value); break;
    default: break;
    }
    return set_host_option(i, number, value);
}

enum inet_then inet_set_options(struct inet *i, struct bytes *b)
{
    enum inet_active before = i->active;
    uint8_t packet_before = i->packet;
    bool gone = false;
    while (bytes_left(b) >= 5) {
        if (!set_option(i, b, &gone)) return INET_THEN_BAD;
        if (gone) return INET_THEN_GONE;
    }
    if (i->datagrams ? !(i->state & INET_F_OPEN) : !inet_is(i, INET_CONNECTED)) return INET_THEN_NOTHING;
    bool same_packet = packet_before == i->packet;
    if (!i->datagrams && before == INET_PASSIVE && same_packet && (i->active == INET_ONCE || i->active == INET_MULTI))
        return INET_THEN_RECEIVE;
    if (i->active != before && !i->ignored) inet_select(i, READY_TO_READ, i->active != INET_PASSIVE);
    if (!i->datagrams && i->active != INET_PASSIVE && (before == INET_PASSIVE || !same_packet))
        return INET_THEN_DELIVER;
    return INET_THEN_NOTHING;
}
