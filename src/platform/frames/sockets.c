/* platform/frames/sockets.c - the table that the guest's platform calls, and what streams and datagrams share. */
#include <lwip/tcp.h>
#include <lwip/udp.h>
#include "platform/frames/internal.h"
#include "platform/guest/guest.h"

_Static_assert(sizeof(struct frames) <= FRAMES_ROOM, "frames.h");

struct frames *frames(void)
{
    struct frames *f = guest_page.attachment;
    if (!f || f->open) return f;
    if (f->failed) return NULL;
    f->open = true; /* opening looks here, too */
    f->failed = !timers_open(f) || !interface_open(f);
    f->open = !f->failed;
    return f->failed ? NULL : f;
}

static enum host_error open_socket(enum host_family family, enum host_socket_type type, host_device *d)
{
    uint32_t number;
    if (!frames()) return HOST_ENOMEM;
    if (family != FAMILY_INET && family != FAMILY_INET6) return HOST_EAFNOSUPPORT;
    struct socket *s = socket_take(type == SOCKET_STREAM ? SOCKET_TCP : SOCKET_UDP, &number);
    if (!s) return HOST_ENOBUFS;
    s->inet6 = family == FAMILY_INET6;
    enum host_error e = type == SOCKET_STREAM ? tcp_socket_open(s, number) : udp_socket_open(s, number);
    if (e != HOST_OK) socket_give(number);
    *d = SOCKET_DEVICES + (host_device)number;
    return e;
}

static enum host_error close_socket(host_device d)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    if (s->kind == SOCKET_UDP) udp_socket_close(s);
    else tcp_socket_close(s);
    socket_give((uint32_t)(d - SOCKET_DEVICES));
    return HOST_OK;
}

/* Is it the address of one of our interfaces, or none in particular? */
static bool is_ours(const ip_addr_t *a)
{
    if (ip_addr_isany(a) || ip_addr_isloopback(a) || ip_addr_ismulticast(a)) return true;
    struct netif *n;
    NETIF_FOREACH(n)
    {
        if (IP_IS_V4(a) && ip4_addr_cmp(ip_2_ip4(a), netif_ip4_addr(n))) return true;
        if (IP_IS_V6(a) && netif_get_ip6_addr_match(n, ip_2_ip6(a)) >= 0) return true;
    }
    return false;
}

static enum host_error bind_socket(host_device d, const struct host_address *a)
{
    struct socket *s = socket_of(d);
    ip_addr_t to;
    if (!s || !s->tcp) return s ? HOST_EINVAL : HOST_EBADF;
    if (!address_to_lwip(s, a, &to)) return HOST_EAFNOSUPPORT;
    if (!is_ours(&to)) return HOST_EADDRNOTAVAIL;
    enum host_error e =
        s->kind == SOCKET_UDP ? error_of_lwip(udp_bind(s->udp, &to, a->port)) : tcp_socket_bind(s, &to, a->port);
    if (e == HOST_OK && IP_GET_TYPE(&to) == IPADDR_TYPE_V6 && !ip_addr_isany(&to))
        s->only_inet6 = true; /* as on Linux */
    return e;
}

static enum host_error connect_socket(host_device d, const struct host_address *a)
{
    struct socket *s = socket_of(d);
    ip_addr_t to;
    if (!s) return HOST_EBADF;
    if (!address_to_lwip(s, a, &to)) return HOST_EAFNOSUPPORT;
    if (s->kind == SOCKET_UDP) return udp_socket_connect(s, &to, a->port);
    if (ip_addr_isany(&to)) { /* as on Linux: this machine */
        if (s->inet6) ip_addr_set_loopback(true, &to);
        else ip_addr_set_loopback(false, &to);
    }
    return tcp_socket_connect(s, (uint32_t)(d - SOCKET_DEVICES), &to, a->port);
}

static enum host_error disconnect_socket(host_device d)
{
    struct socket *s = socket_of(d);
    if (!s || s->kind != SOCKET_UDP) return s ? HOST_EINVAL : HOST_EBADF;
    udp_disconnect(s->udp);
    s->connected = false;
    return HOST_OK;
}

static enum host_error last_failure(host_device d)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    enum host_error e = s->failure;
    s->failure = HOST_OK;
    if (e != HOST_OK) s->ended = true;
    return e;
}

static enum host_error own_name(host_device d, struct host_address *a)
{
    struct socket *s = socket_of(d);
    if (!s || !s->tcp) return s ? HOST_EINVAL : HOST_EBADF;
    if (s->kind == SOCKET_UDP) address_from_lwip(s, &s->udp->local_ip, s->udp->local_port, a);
    else address_from_lwip(s, &s->tcp->local_ip, s->tcp->local_port, a);
    return HOST_OK;
}

static enum host_error peer_name(host_device d, struct host_address *a)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    if (!s->connected || !s->tcp) return HOST_ENOTCONN;
    if (s->kind == SOCKET_UDP) address_from_lwip(s, &s->udp->remote_ip, s->udp->remote_port, a);
    else address_from_lwip(s, &s->tcp->remote_ip, s->tcp->remote_port, a);
    return HOST_OK;
}

static const struct guest_sockets table = {
    .open = open_socket,
    .close = close_socket,
    .bind = bind_socket,
    .connect = connect_socket,
    .disconnect = disconnect_socket,
    .failure = last_failure,
    .listen = tcp_socket_listen,
    .accept = tcp_socket_accept,
    .shutdown = tcp_socket_shutdown,
    .name = own_name,
    .peer = peer_name,
    .send = tcp_socket_send,
    .receive = tcp_socket_receive,
    .send_datagram = udp_socket_send,
    .receive_datagram = udp_socket_receive,
    .set = socket_option_set,
    .get = socket_option_get,
    .membership = socket_membership,
    .watch = sockets_watch,
    .ready_next = sockets_ready_next,
    .interface = interface_next,
    .name_server = interface_name_server,
};

const struct guest_sockets *frames_sockets(void *room, const struct link *link, const struct frames_wishes *wishes)
{
    struct frames *f = room;
    f->link = link;
    f->wishes = wishes;
    guest_page.attachment = f;
    return &table;
}

uint64_t frames_poll(void)
{
    struct frames *f = frames();
    if (!f) return UINT64_MAX;
    interface_poll(f);
    uint64_t next = timers_run(f);
    interface_poll(f); /* what the timers sent to ourselves */
    return sockets_any_ready() ? 0 : next;
}
