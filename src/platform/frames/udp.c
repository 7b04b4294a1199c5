/* platform/frames/udp.c - datagrams. */
#include <lwip/udp.h>
#include "memory/memory.h"
#include "platform/frames/internal.h"
#include <string.h>

enum { WAITING_MAX = 1 << 20 }; /* bytes that a socket keeps for a program that does not read */

static void on_datagram(void *argument, struct udp_pcb *pcb, struct pbuf *bytes, const ip_addr_t *from, u16_t port)
{
    (void)pcb;
    uint32_t number = (uint32_t)(uintptr_t)argument;
    struct socket *s = frames()->sockets[number];
    struct datagram *d = NULL;
    if (s->waiting_bytes + bytes->tot_len <= WAITING_MAX) d = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *d);
    if (!d) {
        pbuf_free(bytes);
        return;
    }
    *d = (struct datagram){.bytes = bytes, .port = port};
    ip_addr_copy(d->from, *from);
    if (s->last) s->last->next = d;
    else s->first = d;
    s->last = d;
    s->waiting_bytes += bytes->tot_len;
    socket_touch(number);
}

enum host_error udp_socket_open(struct socket *s, uint32_t number)
{
    s->udp = udp_new_ip_type(!s->inet6 ? IPADDR_TYPE_V4 : s->only_inet6 ? IPADDR_TYPE_V6 : IPADDR_TYPE_ANY);
    if (!s->udp) return HOST_ENOBUFS;
    udp_set_multicast_ttl(s->udp, 1); /* RFC 1112, 6.1 */
    udp_set_flags(s->udp, UDP_FLAGS_MULTICAST_LOOP);
    udp_recv(s->udp, on_datagram, (void *)(uintptr_t)number);
    return HOST_OK;
}

enum host_error udp_socket_connect(struct socket *s, const ip_addr_t *a, uint16_t port)
{
    err_t e = udp_connect(s->udp, a, port);
    s->connected = e == ERR_OK;
    return error_of_lwip(e);
}

static struct datagram *take_first(struct socket *s)
{
    struct datagram *d = s->first;
    s->first = d->next;
    if (!s->first) s->last = NULL;
    s->waiting_bytes -= d->bytes->tot_len;
    return d;
}

static void drop(struct datagram *d)
{
    pbuf_free(d->bytes);
    memory_free(MEMORY_SYSTEM, d);
}

void udp_socket_close(struct socket *s)
{
    while (s->first) drop(take_first(s));
    udp_remove(s->udp);
}

/* Where it goes: the address given, or the connected peer's. */
static enum host_error send_to(struct socket *s, const struct host_address *to, struct pbuf *p)
{
    ip_addr_t a;
    if (!to && !s->connected) return HOST_EDESTADDRREQ;
    if (!to) return error_of_lwip(udp_send(s->udp, p));
    if (!address_to_lwip(s, to, &a)) return HOST_EAFNOSUPPORT;
    return error_of_lwip(udp_sendto(s->udp, p, &a, to->port));
}

enum host_error udp_socket_send(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                const struct host_ancillary *beside)
{
    struct socket *s = socket_of(d);
    if (!s || s->kind != SOCKET_UDP) return s ? HOST_ENOTSUP : HOST_EBADF;
    if (size > UINT16_MAX - 28) return HOST_EMSGSIZE;
    struct pbuf *p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
    if (!p) return HOST_ENOBUFS;
    pbuf_take(p, bytes, (u16_t)size);
    uint8_t ttl = s->udp->ttl, tos = s->udp->tos;
    for (size_t i = 0; beside && i < beside->count; i++)
        *(beside->items[i].kind == ANCILLARY_TTL ? &s->udp->ttl : &s->udp->tos) = (uint8_t)beside->items[i].value;
    enum host_error e = send_to(s, to, p);
    s->udp->ttl = ttl;
    s->udp->tos = tos;
    pbuf_free(p);
    return e;
}

enum host_error udp_socket_receive(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                   struct host_ancillary *beside)
{
    struct socket *s = socket_of(d);
    *got = 0;
    if (beside) beside->count = 0;
    if (!s || s->kind != SOCKET_UDP) return s ? HOST_ENOTSUP : HOST_EBADF;
    if (!s->first) return HOST_EAGAIN;
    struct datagram *first = take_first(s);
    *got = pbuf_copy_partial(first->bytes, to, (u16_t)(size < UINT16_MAX ? size : UINT16_MAX), 0);
    if (from) address_from_lwip(s, &first->from, first->port, from);
    drop(first);
    return HOST_OK;
}
