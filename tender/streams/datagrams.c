/* tender/streams/datagrams.c - datagrams: records in the rings, delivered within the guest or by a socket of the host's. */
#include "tender/streams/streams.h"
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { HEAD = sizeof(struct guest_datagram) };

static uint32_t record_bytes(uint32_t size) { return HEAD + ((size + 7) & ~7u); }

/* Copies `bytes` of the send ring from `skip` bytes behind its first on; they stay there. */
static void peek(const struct streams *s, uint32_t i, uint32_t skip, void *to, uint32_t bytes)
{
    uint32_t at = s->slots.all[i].sent_taken + skip, size = s->slots.ring_bytes;
    const uint8_t *ring = s->slots.send + (size_t)i * size;
    uint32_t first = size - (at & (size - 1));
    if (first > bytes) first = bytes;
    memcpy(to, ring + (at & (size - 1)), first);
    memcpy((uint8_t *)to + first, ring, bytes - first);
}

/* A datagram that finds no room is lost, as on any network. */
static void deliver(struct streams *s, uint32_t i, const void *record, uint32_t bytes)
{
    struct iovec v[2];
    if (slot_room_bytes(&s->slots, &s->slots.all[i]) < bytes) return;
    slot_room(&s->slots, i, v);
    uint32_t first = bytes < v[0].iov_len ? bytes : (uint32_t)v[0].iov_len;
    memcpy(v[0].iov_base, record, first);
    memcpy(v[1].iov_base, (const uint8_t *)record + first, bytes - first);
    slot_put(&s->slots, i, bytes);
}

/* A socket that is connected hears its peer alone. */
static bool hears(const struct slot *one, const struct guest_address *from)
{
    return one->peer.family == GUEST_FAMILY_NONE || (one->peer.port == from->port && address_equal(&one->peer, from));
}

static struct guest_address sender(const struct slot *one, const struct guest_address *to)
{
    struct guest_address from = one->name;
    if (policy_is_any(&from)) {
        uint16_t port = from.port;
        from = policy_is_any(to) ? policy_own_address() : *to; /* who speaks to itself speaks from there */
        from.port = port;
    }
    return from;
}

static void send_within(struct streams *s, uint32_t i, struct guest_datagram *d)
{
    uint32_t to = names_find(s, GUEST_SLOT_DATAGRAM, &d->address);
    if (!to || !slot_refresh(&s->slots, to)) return;
    d->address = sender(&s->slots.all[i], &d->address);
    if (hears(&s->slots.all[to], &d->address)) deliver(s, to, d, record_bytes(d->size));
}

static bool open_socket(struct streams *s, uint32_t i, int family)
{
    struct slot *one = &s->slots.all[i];
    if (one->fd >= 0) return true;
    one->fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct epoll_event e = {.events = EPOLLIN | EPOLLET, .data.u32 = i};
    return one->fd >= 0 && epoll_ctl(s->epoll, EPOLL_CTL_ADD, one->fd, &e) == 0;
}

static void send_outside(struct streams *s, uint32_t i, const struct guest_datagram *d)
{
    struct sockaddr_storage to;
    socklen_t size;
    if (!policy_may_reach(s->policy, &d->address, &to, &size) || !open_socket(s, i, to.ss_family)) return;
    sendto(s->slots.all[i].fd, d + 1, d->size, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to, size);
}

/* Takes one record out of the send ring. False: it is none. */
static bool send_one(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    struct guest_datagram *d = (struct guest_datagram *)(void *)s->datagram;
    uint32_t pending = slot_pending_bytes(one);
    if (pending < HEAD) return false;
    peek(s, i, 0, d, HEAD);
    if (d->size > DATAGRAM_MAX || record_bytes(d->size) > pending || !address_is_sound(&d->address)) return false;
    peek(s, i, HEAD, d + 1, d->size);
    slot_took(&s->slots, i, record_bytes(d->size));
    if (d->address.family == GUEST_FAMILY_NONE) d->address = one->peer;
    if (policy_is_own(&d->address)) send_within(s, i, d);
    else if (!inbound_answer(s, i, d)) send_outside(s, i, d);
    return true;
}

bool datagram_has_room(const struct streams *s, uint32_t i)
{
    return slot_room_bytes(&s->slots, &s->slots.all[i]) > HEAD;
}

void *datagram_bytes(struct streams *s) { return s->datagram + HEAD; }

/* What came from the resolver came, for the guest, from the address that it knows. */
void datagram_arrived(struct streams *s, uint32_t i, const struct sockaddr_storage *from, uint32_t bytes)
{
    struct guest_datagram *d = (struct guest_datagram *)(void *)s->datagram;
    struct guest_address a;
    address_of_host(&a, from);
    *d = (struct guest_datagram){.size = bytes, .address = policy_seen_as(s->policy, &a)};
    if (hears(&s->slots.all[i], &d->address)) deliver(s, i, d, record_bytes(bytes));
}

static void receive(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    while (one->readable && datagram_has_room(s, i)) {
        struct sockaddr_storage from;
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(one->fd, datagram_bytes(s), DATAGRAM_MAX, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
        one->readable = n >= 0;
        if (n >= 0) datagram_arrived(s, i, &from, (uint32_t)n);
    }
}

bool datagram_serve(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    while (slot_pending_bytes(one))
        if (!send_one(s, i)) return false;
    receive(s, i);
    if (one->wishes & GUEST_SLOT_CLOSE) slot_free(&s->slots, i);
    return true;
}

void datagram_ready(struct streams *s, uint32_t i)
{
    s->slots.all[i].readable = true;
    if (slot_refresh(&s->slots, i)) receive(s, i);
}
