/* platform/frames/options.c - options of sockets, by Linux' numbers; what lwIP cannot do answers enoprotoopt. */
#include <lwip/igmp.h>
#include <lwip/mld6.h>
#include <lwip/tcp.h>
#include <lwip/udp.h>
#include "platform/frames/internal.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/* What lwIP keeps the same at the start of every control block. */
static struct ip_pcb *common(const struct socket *s) { return (struct ip_pcb *)s->tcp; }

static void set_flag(struct ip_pcb *pcb, uint8_t flag, bool on)
{
    if (on) ip_set_option(pcb, flag);
    else ip_reset_option(pcb, flag);
}

static enum host_error set_socket_level(struct socket *s, int name, int value)
{
    switch (name) {
    case SO_REUSEADDR:
    case SO_REUSEPORT: set_flag(common(s), SOF_REUSEADDR, value); return HOST_OK;
    case SO_KEEPALIVE: set_flag(common(s), SOF_KEEPALIVE, value); return HOST_OK;
    case SO_BROADCAST: set_flag(common(s), SOF_BROADCAST, value); return HOST_OK;
    case SO_DONTROUTE:
    case SO_OOBINLINE:
    case SO_SNDBUF:
    case SO_RCVBUF: return HOST_OK; /* wishes */
    case SO_PRIORITY: s->priority = value; return HOST_OK;
    default: return HOST_ENOPROTOOPT;
    }
}

static enum host_error set_ip_level(struct socket *s, int name, int value)
{
    bool byte = value >= 0 && value <= UINT8_MAX;
    switch (name) {
    case IP_TOS: return byte ? common(s)->tos = (uint8_t)value, HOST_OK : HOST_EINVAL;
    case IP_TTL: return byte && value ? common(s)->ttl = (uint8_t)value, HOST_OK : HOST_EINVAL;
    case IP_MULTICAST_TTL:
        if (s->kind != SOCKET_UDP || !byte) return HOST_EINVAL;
        udp_set_multicast_ttl(s->udp, (uint8_t)value);
        return HOST_OK;
    case IP_MULTICAST_LOOP:
        if (s->kind != SOCKET_UDP) return HOST_EINVAL;
        if (value) udp_set_flags(s->udp, UDP_FLAGS_MULTICAST_LOOP);
        else udp_clear_flags(s->udp, UDP_FLAGS_MULTICAST_LOOP);
        return HOST_OK;
    case IP_MULTICAST_IF: return s->kind == SOCKET_UDP ? HOST_OK : HOST_EINVAL; /* there is one */
    default: return HOST_ENOPROTOOPT;
    }
}

static enum host_error set_tcp_level(struct socket *s, int name, int value)
{
    if (s->kind != SOCKET_TCP && name != TCP_NODELAY) return HOST_ENOPROTOOPT;
    switch (name) {
    case TCP_NODELAY:
        if (s->kind == SOCKET_LISTENER) return HOST_OK;
        if (value) tcp_nagle_disable(s->tcp);
        else tcp_nagle_enable(s->tcp);
        return HOST_OK;
    case TCP_CORK: return HOST_OK;
    case TCP_KEEPIDLE: s->tcp->keep_idle = (u32_t)value * 1000; return HOST_OK;
    case TCP_KEEPINTVL: s->tcp->keep_intvl = (u32_t)value * 1000; return HOST_OK;
    case TCP_KEEPCNT: s->tcp->keep_cnt = (u32_t)value; return HOST_OK;
    default: return HOST_ENOPROTOOPT;
    }
}

static enum host_error set_linger(struct socket *s, const void *value, size_t size)
{
    struct linger l;
    if (size < sizeof l) return HOST_EINVAL;
    memcpy(&l, value, sizeof l);
    s->linger = l.l_onoff != 0;
    if (l.l_onoff) s->linger_seconds = l.l_linger; /* as on Linux, which keeps the time while it is off */
    return HOST_OK;
}

enum host_error socket_option_set(host_device d, int level, int name, const void *value, size_t size)
{
    struct socket *s = socket_of(d);
    int number = 0;
    if (!s) return HOST_EBADF;
    if (level == SOL_SOCKET && name == SO_LINGER) return set_linger(s, value, size);
    if (size < sizeof number) return HOST_EINVAL;
    memcpy(&number, value, sizeof number);
    if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY) {
        if (!s->inet6) return HOST_ENOPROTOOPT;
        s->only_inet6 = number != 0;
        return HOST_OK;
    }
    if (!s->tcp) return HOST_EINVAL;
    if (level == SOL_SOCKET) return set_socket_level(s, name, number);
    if (level == IPPROTO_TCP && s->kind != SOCKET_UDP) return set_tcp_level(s, name, number);
    if (level == IPPROTO_IP) return set_ip_level(s, name, number);
    if (level == IPPROTO_IPV6 && name == IPV6_TCLASS) return set_ip_level(s, IP_TOS, number);
    return HOST_ENOPROTOOPT;
}

/* -- reading them ----------------------------------------------------------------------------------------- */

static enum host_error get_socket_level(const struct socket *s, int name, int *value)
{
    const struct ip_pcb *pcb = common(s);
    switch (name) {
    case SO_REUSEADDR:
    case SO_REUSEPORT: *value = ip_get_option(pcb, SOF_REUSEADDR) != 0; return HOST_OK;
    case SO_KEEPALIVE: *value = ip_get_option(pcb, SOF_KEEPALIVE) != 0; return HOST_OK;
    case SO_BROADCAST: *value = ip_get_option(pcb, SOF_BROADCAST) != 0; return HOST_OK;
    case SO_SNDBUF: *value = TCP_SND_BUF; return HOST_OK;
    case SO_RCVBUF: *value = TCP_WND; return HOST_OK;
    case SO_DONTROUTE:
    case SO_OOBINLINE: *value = 0; return HOST_OK;
    case SO_PRIORITY: *value = s->priority; return HOST_OK;
    case SO_TYPE: *value = s->kind == SOCKET_UDP ? SOCK_DGRAM : SOCK_STREAM; return HOST_OK;
    default: return HOST_ENOPROTOOPT;
    }
}

static enum host_error get_number(const struct socket *s, int level, int name, int *value)
{
    if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY) return *value = s->only_inet6, HOST_OK;
    if (!s->tcp) return HOST_EINVAL;
    if (level == SOL_SOCKET) return get_socket_level(s, name, value);
    if ((level == IPPROTO_IP && name == IP_TOS) || (level == IPPROTO_IPV6 && name == IPV6_TCLASS))
        return *value = common(s)->tos, HOST_OK;
    if (level == IPPROTO_IP && name == IP_TTL) return *value = common(s)->ttl, HOST_OK;
    if (level == IPPROTO_IP && name == IP_MULTICAST_TTL && s->kind == SOCKET_UDP)
        return *value = udp_get_multicast_ttl(s->udp), HOST_OK;
    if (level == IPPROTO_IP && name == IP_MULTICAST_LOOP && s->kind == SOCKET_UDP)
        return *value = udp_is_flag_set(s->udp, UDP_FLAGS_MULTICAST_LOOP) != 0, HOST_OK;
    if (level == IPPROTO_TCP && s->kind == SOCKET_TCP && name == TCP_NODELAY)
        return *value = tcp_nagle_disabled(s->tcp) != 0, HOST_OK;
    if (level == IPPROTO_TCP && s->kind != SOCKET_UDP && (name == TCP_CORK || name == TCP_NODELAY))
        return *value = 0, HOST_OK;
    return HOST_ENOPROTOOPT;
}

enum host_error socket_option_get(host_device d, int level, int name, void *value, size_t *size)
{
    struct socket *s = socket_of(d);
    int number = 0;
    if (!s) return HOST_EBADF;
    if (level == SOL_SOCKET && name == SO_LINGER && *size >= sizeof(struct linger)) {
        struct linger l = {s->linger, s->linger_seconds};
        memcpy(value, &l, *size = sizeof l);
        return HOST_OK;
    }
    if (*size < sizeof number) return HOST_EINVAL;
    enum host_error e = get_number(s, level, name, &number);
    if (e == HOST_OK) memcpy(value, &number, *size = sizeof number);
    return e;
}

enum host_error socket_membership(host_device d, bool join, const struct host_address *group,
                                  const struct host_address *by, uint32_t index)
{
    struct socket *s = socket_of(d);
    ip_addr_t a;
    (void)by, (void)index; /* there is one interface */
    if (!s) return HOST_EBADF;
    if (s->kind != SOCKET_UDP || !address_to_lwip(s, group, &a)) return HOST_EINVAL;
    struct netif *card = &frames()->card;
    err_t e;
    if (IP_IS_V6_VAL(a))
        e = join ? mld6_joingroup_netif(card, ip_2_ip6(&a)) : mld6_leavegroup_netif(card, ip_2_ip6(&a));
    else e = join ? igmp_joingroup_netif(card, ip_2_ip4(&a)) : igmp_leavegroup_netif(card, ip_2_ip4(&a));
    return e == ERR_OK ? HOST_OK : join ? HOST_ENODEV : HOST_EADDRNOTAVAIL;
}
