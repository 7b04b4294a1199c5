/* platform/tender/sockets_options.c - options of sockets: what changes nothing on this way is remembered, so that a
 * program reads what it set; what cannot be done is refused. */
#include "platform/tender/tender.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

static const struct {
    int level, name;
} switches[] = {{SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_REUSEPORT}, {SOL_SOCKET, SO_KEEPALIVE},
                {SOL_SOCKET, SO_DONTROUTE}, {SOL_SOCKET, SO_BROADCAST}, {SOL_SOCKET, SO_OOBINLINE},
                {IPPROTO_TCP, TCP_NODELAY}, {IPPROTO_TCP, TCP_CORK},    {IPPROTO_IPV6, IPV6_V6ONLY}};

static int switch_of(int level, int name)
{
    for (int i = 0; i < (int)(sizeof switches / sizeof *switches); i++)
        if (switches[i].level == level && switches[i].name == name) return i;
    return -1;
}

static enum host_error set_linger(struct device *v, const void *value, size_t size)
{
    struct linger l;
    if (size < sizeof l) return HOST_EINVAL;
    memcpy(&l, value, sizeof l);
    v->linger = l.l_onoff != 0;
    if (!v->linger) return HOST_OK; /* the time stays, as on Linux */
    v->linger_seconds = l.l_linger < 0 || l.l_linger > UINT16_MAX ? UINT16_MAX : (uint16_t)l.l_linger;
    return HOST_OK;
}

/* As Linux has it: twice what was asked for is what one reads. */
static enum host_error set_number(struct device *v, int level, int name, int n)
{
    int place = switch_of(level, name);
    if (place >= 0) v->switches = (uint16_t)((v->switches & ~(1u << place)) | (unsigned)(n != 0) << place);
    else if (level == SOL_SOCKET && name == SO_SNDBUF) v->send_buffer = (uint32_t)n * 2;
    else if (level == SOL_SOCKET && name == SO_RCVBUF) v->receive_buffer = (uint32_t)n * 2;
    else if (level == SOL_SOCKET && name == SO_PRIORITY) v->priority = (uint8_t)n;
    else if ((level == IPPROTO_IP && name == IP_TOS) || (level == IPPROTO_IPV6 && name == IPV6_TCLASS))
        v->tos = (uint8_t)n;
    else if (level == IPPROTO_IP && name == IP_MULTICAST_TTL && n >= 0 && n < 256) v->multicast_ttl = (uint8_t)(n + 1);
    else if (level == IPPROTO_IP && name == IP_MULTICAST_LOOP) v->multicast_silent = n == 0;
    else if (level == IPPROTO_IP && name == IP_TTL && n > 0 && n < 256) v->ttl = (uint8_t)n;
    else return HOST_ENOPROTOOPT;
    return HOST_OK;
}

enum host_error sockets_set(host_device d, int level, int name, const void *value, size_t size)
{
    struct device *v = device(d);
    int n;
    if (!v) return HOST_EBADF;
    if (level == SOL_SOCKET && name == SO_LINGER) return set_linger(v, value, size);
    if (size < sizeof n) return HOST_EINVAL;
    memcpy(&n, value, sizeof n);
    return set_number(v, level, name, n);
}

/* On Linux, who is bound to one address of IPv6 hears of no other family. */
static bool is_bound_to_one(const volatile struct guest_address *a)
{
    uint8_t any = 0;
    for (int i = 0; i < 16; i++) any |= a->bytes[i];
    return any != 0;
}

static bool get_number(const struct device *v, uint32_t slot, int level, int name, int *n)
{
    enum { TTL_USUAL = 64 };
    int place = switch_of(level, name);
    bool on = place >= 0 && v->switches >> place & 1;
    if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY) *n = on || is_bound_to_one(&host_half(slot)->name);
    else if (place >= 0) *n = on;
    else if (level == IPPROTO_IP && name == IP_MULTICAST_TTL) *n = v->multicast_ttl ? v->multicast_ttl - 1 : 1;
    else if (level == IPPROTO_IP && name == IP_MULTICAST_LOOP) *n = !v->multicast_silent;
    else if (level == SOL_SOCKET && name == SO_SNDBUF)
        *n = (int)(v->send_buffer ? v->send_buffer : boot_record()->ring_bytes);
    else if (level == SOL_SOCKET && name == SO_RCVBUF)
        *n = (int)(v->receive_buffer ? v->receive_buffer : boot_record()->ring_bytes);
    else if (level == SOL_SOCKET && name == SO_PRIORITY) *n = v->priority;
    else if (level == SOL_SOCKET && name == SO_TYPE) *n = v->datagrams ? SOCK_DGRAM : SOCK_STREAM;
    else if ((level == IPPROTO_IP && name == IP_TOS) || (level == IPPROTO_IPV6 && name == IPV6_TCLASS)) *n = v->tos;
    else if (level == IPPROTO_IP && name == IP_TTL) *n = v->ttl ? v->ttl : TTL_USUAL;
    else return false;
    return true;
}

enum host_error sockets_get(host_device d, int level, int name, void *value, size_t *size)
{
    const struct device *v = device(d);
    struct linger l;
    int n;
    if (!v) return HOST_EBADF;
    if (level == SOL_SOCKET && name == SO_LINGER) {
        l = (struct linger){v->linger, v->linger_seconds};
        *size = *size < sizeof l ? *size : sizeof l;
        memcpy(value, &l, *size);
        return HOST_OK;
    }
    if (!get_number(v, slot_of(d), level, name, &n)) return HOST_ENOPROTOOPT;
    *size = *size < sizeof n ? *size : sizeof n;
    memcpy(value, &n, *size);
    return HOST_OK;
}
