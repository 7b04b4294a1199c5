/* io/inet_get.c - reading options of sockets. */
#include "io/inet_options.h"
#include "memory/memory.h"
#include <string.h>

enum { OPTIONS_BYTES_MAX = 65536, RAW_VALUE_MAX = 8192 };

/* The answer as it grows. */
struct output {
    uint8_t *bytes;
    size_t size, room;
};

static void put_byte(struct output *o, uint8_t byte)
{
    if (o->size < o->room) o->bytes[o->size++] = byte;
}

static void put_int(struct output *o, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8) put_byte(o, (uint8_t)(v >> shift));
}

static void put_bytes(struct output *o, const void *bytes, size_t size)
{
    for (size_t n = 0; n < size; n++) put_byte(o, ((const uint8_t *)bytes)[n]);
}

static void put_option(struct output *o, uint8_t number, uint32_t value)
{
    put_byte(o, number);
    put_int(o, value);
}

/* -- options of the driver -------------------------------------------------------------------- */

/* False: not one of these. */
static bool get_driver_option(const struct inet *i, uint8_t number, struct output *o)
{
    uint32_t value;
    bool shown = true; /* what does not apply is left out of the answer */
    switch (number) {
    case INET_LOPT_BUFFER: value = i->buffer_size; break;
    case INET_LOPT_HEADER: value = i->header_size; break;
    case INET_LOPT_MODE: value = i->binary; break;
    case INET_LOPT_DELIVER: value = !i->deliver_port; break;
    case INET_LOPT_PACKET: value = i->packet; break;
    case INET_LOPT_PACKET_SIZE: value = i->format.size_max; break;
    case INET_LOPT_EXITONCLOSE: value = i->exit_on_close; break;
    case INET_LOPT_TCP_HIWTRMRK: value = i->tcp.high, shown = !i->datagrams; break;
    case INET_LOPT_TCP_LOWTRMRK: value = i->tcp.low, shown = !i->datagrams; break;
    case INET_LOPT_MSGQ_HIWTRMRK: value = i->queue_high; break;
    case INET_LOPT_MSGQ_LOWTRMRK: value = i->queue_low; break;
    case INET_LOPT_TCP_SEND_TIMEOUT: value = i->tcp.send_timeout, shown = !i->datagrams; break;
    case INET_LOPT_TCP_SEND_TIMEOUT_CLOSE: value = i->tcp.send_timeout_close, shown = !i->datagrams; break;
    case INET_LOPT_TCP_DELAY_SEND: value = i->tcp.delay_send, shown = !i->datagrams; break;
    case INET_LOPT_READ_PACKETS: value = i->read_packets, shown = i->datagrams; break;
    case INET_LOPT_TCP_SHOW_ECONNRESET: value = i->tcp.show_reset, shown = !i->datagrams; break;
    case INET_LOPT_TCP_READ_AHEAD: value = !i->tcp.no_read_ahead, shown = !i->datagrams; break;
    case INET_LOPT_NON_BLOCK_SEND: value = i->non_block_send, shown = i->datagrams; break;
    case INET_OPT_EXCLUSIVEADDRUSE:
    case INET_OPT_DEBUG: value = 0; break;
    default: return false;
    }
    if (shown) put_option(o, number, value);
    return true;
}

static void get_active(const struct inet *i, struct output *o)
{
    put_option(o, INET_LOPT_ACTIVE, i->active);
    if (i->active != INET_MULTI) return;
    put_byte(o, (uint8_t)(i->active_count >> 8));
    put_byte(o, (uint8_t)i->active_count);
}

/* -- options of the host ------------------------------------------------------------------------ */

static bool get_int(const struct inet *i, enum host_option option, uint32_t *value)
{
    int level, name, v = 0;
    size_t size = sizeof v;
    host_option_numbers(option, &level, &name);
    if (host_socket_get(i->device, level, name, &v, &size) != HOST_OK) return false;
    *value = (uint32_t)v;
    return true;
}

static bool get_host_option(const struct inet *i, uint8_t number, struct output *o)
{
    enum host_option option;
    bool told;
    uint32_t value;
    if (!inet_host_option(i, number, &option, &told)) return false;
    if (!get_int(i, option, &value)) return true; /* left out */
    put_byte(o, number);
    if (number == UDP_OPT_MULTICAST_IF) put_int(o, i->family == FAMILY_INET6 ? INET_AF_INET6 : INET_AF_INET);
    put_int(o, value);
    return true;
}

static void get_linger(const struct inet *i, struct output *o)
{
    bool on;
    int seconds;
    if (host_socket_get_linger(i->device, &on, &seconds) != HOST_OK) return;
    put_option(o, INET_OPT_LINGER, on);
    put_int(o, (uint32_t)seconds);
}

/* Level, option, whether a value is given, its size, the value. */
static bool get_raw(const struct inet *i, struct bytes *b, struct output *o)
{
    uint8_t value[RAW_VALUE_MAX] = {0};
    uint32_t level = bytes_u32be(b), name = bytes_u32be(b);
    bool given = bytes_u8(b);
    size_t size = bytes_u32be(b);
    if (b->spent || size > sizeof value) return false;
    const uint8_t *p = given ? bytes_take(b, size) : value;
    if (!p) return false;
    if (given) memcpy(value, p, size);
    if (host_socket_get(i->device, (int)level, (int)name, value, &size) != HOST_OK) return true;
    put_option(o, INET_OPT_RAW, level);
    put_int(o, name);
    put_int(o, (uint32_t)size);
    put_bytes(o, value, size);
    return true;
}

static void get_device_name(const struct inet *i, struct output *o)
{
    char name[16] = {0};
    size_t size = sizeof name;
    int level, option;
    host_option_numbers(OPTION_BIND_TO_DEVICE, &level, &option);
    if (host_socket_get(i->device, level, option, name, &size) != HOST_OK) return;
    size = strnlen(name, size);
    put_option(o, INET_OPT_BIND_TO_DEVICE, (uint32_t)size);
    put_bytes(o, name, size);
}

static void get_namespace(const struct inet *i, struct output *o)
{
    if (!i->namespace) return;
    put_option(o, INET_LOPT_NETNS, (uint32_t)strlen(i->namespace));
    put_bytes(o, i->namespace, strlen(i->namespace));
}

static bool get_packet_options(const struct inet *i, struct output *o)
{
    static const uint8_t numbers[] = {
        [ANCILLARY_TOS] = INET_OPT_TOS, [ANCILLARY_TRAFFIC_CLASS] = INET_OPT_TCLASS, [ANCILLARY_TTL] = INET_OPT_TTL};
    struct host_ancillary beside;
    if (i->family != FAMILY_INET && i->family != FAMILY_INET6) return false;
    if (host_socket_packet_options(i->device, i->family, &beside) != HOST_OK) return true;
    put_option(o, INET_OPT_PKTOPTIONS, (uint32_t)beside.count * 5);
    for (size_t n = 0; n < beside.count; n++)
        put_option(o, numbers[beside.items[n].kind], (uint32_t)beside.items[n].value);
    return true;
}

static bool get_option(struct inet *i, struct bytes *b, struct output *o)
{
    uint8_t number = bytes_u8(b);
    if (get_driver_option(i, number, o)) return true;
    switch (number) {
    case INET_LOPT_ACTIVE: get_active(i, o); return true;
    case INET_LOPT_NETNS: get_namespace(i, o); return true;
    case INET_OPT_LINGER: get_linger(i, o); return true;
    case INET_OPT_RAW: return get_raw(i, b, o);
    case INET_OPT_BIND_TO_DEVICE: get_device_name(i, o); return true;
    case INET_OPT_PKTOPTIONS: return get_packet_options(i, o);
    default: return get_host_option(i, number, o);
    }
}

bool inet_get_options(struct inet *i, struct bytes *b, struct reply *r)
{
    struct output o = {memory_alloc(MEMORY_SYSTEM, OPTIONS_BYTES_MAX), 0, OPTIONS_BYTES_MAX};
    if (!o.bytes) return false;
    bool ok = true;
    while (ok && bytes_left(b)) ok = get_option(i, b, &o) && o.size < o.room;
    bool answered = ok ? inet_answer(r, o.bytes, o.size) : inet_answer_error(r, "einval");
    memory_free(MEMORY_SYSTEM, o.bytes);
    return answered;
}
