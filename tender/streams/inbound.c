/* tender/streams/inbound.c - datagrams from outside to a published port, and the guest's answers to who sent them.
 *
 * An answer leaves by the published port, and needs no --allow: a guest may write to whoever wrote to it lately. */
#include "tender/streams/streams.h"
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Who is not among the last that wrote gets no answer. */
enum { PEERS_MAX = 256 };

struct peers {
    struct sockaddr_in6 all[PEERS_MAX]; /* or an address of IPv4, which is shorter */
    uint32_t next;
};

struct peers *peers_make(void) { return calloc(1, sizeof(struct peers)); }

static struct sockaddr_storage widened(const struct sockaddr_in6 *short_form)
{
    struct sockaddr_storage all = {0};
    memcpy(&all, short_form, sizeof *short_form);
    return all;
}

static void note_peer(struct peers *p, const struct sockaddr_storage *from)
{
    for (uint32_t i = 0; i < PEERS_MAX; i++)
        if (memcmp(&p->all[i], from, sizeof p->all[i]) == 0) return;
    memcpy(&p->all[p->next++ % PEERS_MAX], from, sizeof p->all[0]);
}

/* The peer whom the guest knows under this address. */
static bool find_peer(const struct policy *policy, const struct peers *p, const struct guest_address *a,
                      struct sockaddr_storage *to)
{
    for (uint32_t i = 0; i < PEERS_MAX; i++) {
        if (p->all[i].sin6_family == AF_UNSPEC) return false;
        struct guest_address real;
        *to = widened(&p->all[i]);
        address_of_host(&real, to);
        struct guest_address seen = policy_seen_as(policy, &real);
        if (seen.port == a->port && address_equal(&seen, a)) return true;
    }
    return false;
}

bool inbound_answer(struct streams *s, uint32_t i, const struct guest_datagram *d)
{
    for (uint32_t n = 0; n < s->policy->published_count; n++) {
        const struct published *p = &s->policy->published[n];
        struct sockaddr_storage to;
        if (!p->peers || p->guest_port != s->slots.all[i].name.port) continue;
        if (!find_peer(s->policy, p->peers, &d->address, &to)) continue;
        socklen_t size = to.ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
        sendto(p->fd, d + 1, d->size, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to, size);
        return true;
    }
    return false;
}

/* Until the guest has a socket there, and room, they wait in the host's kernel, which drops what is too much. */
void inbound_take(struct streams *s, struct published *p)
{
    uint32_t i = names_published(s, GUEST_SLOT_DATAGRAM, p->guest_port);
    while (i && p->readable && datagram_has_room(s, i)) {
        struct sockaddr_storage from = {0};
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(p->fd, datagram_bytes(s), DATAGRAM_MAX, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
        p->readable = n >= 0;
        if (n < 0) return;
        note_peer(p->peers, &from);
        datagram_arrived(s, i, &from, (uint32_t)n);
    }
}
