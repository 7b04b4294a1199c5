/* tender/streams/names.c - who is bound to which address and port inside the guest: a world of its own. */
#include "tender/streams/streams.h"
#include <errno.h>
#include <string.h>

enum { EPHEMERAL_FIRST = 49152, EPHEMERAL_COUNT = 65536 - EPHEMERAL_FIRST };

static bool is_datagram(enum guest_slot_kind kind) { return kind == GUEST_SLOT_DATAGRAM; }

/* Was it bound by the program? Connections that a listener brought share the listener's port. */
static bool holds_name(const struct slot *one)
{
    return one->kind != GUEST_SLOT_FREE && one->kind != GUEST_SLOT_TERMINAL && !one->was_peer &&
           one->name.family != GUEST_FAMILY_NONE;
}

static bool clash(const struct guest_address *a, const struct guest_address *b)
{
    if (a->family != b->family) return false;
    if (a->family == GUEST_FAMILY_LOCAL) return a->size && address_equal(a, b);
    return a->port == b->port && (policy_is_any(a) || policy_is_any(b) || address_equal(a, b));
}

static bool is_taken(const struct streams *s, uint32_t slot, const struct guest_address *a)
{
    bool datagram = is_datagram(s->slots.all[slot].kind);
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        const struct slot *one = &s->slots.all[i];
        if (i != slot && holds_name(one) && is_datagram(one->kind) == datagram && clash(&one->name, a)) return true;
    }
    return false;
}

/* Gives `a` a free port; false: there is none. */
static bool choose_port(struct streams *s, uint32_t slot, struct guest_address *a)
{
    for (uint32_t tries = 0; tries < EPHEMERAL_COUNT; tries++) {
        a->port = (uint16_t)(EPHEMERAL_FIRST + s->next_port++ % EPHEMERAL_COUNT);
        if (!is_taken(s, slot, a)) return true;
    }
    return false;
}

int64_t names_bind(struct streams *s, uint32_t slot, const struct guest_address *a)
{
    struct guest_address name = *a;
    bool inet = a->family == GUEST_FAMILY_INET || a->family == GUEST_FAMILY_INET6;
    if (!policy_is_own(a)) return -EADDRNOTAVAIL;
    if (inet && a->port == 0 && !choose_port(s, slot, &name)) return -EADDRINUSE;
    if (is_taken(s, slot, &name)) return -EADDRINUSE;
    s->slots.all[slot].name = name;
    slot_tell(&s->slots, slot);
    return 0;
}

/* A connection goes to whoever is bound to just that address before one that is bound to all. */
uint32_t names_find(const struct streams *s, enum guest_slot_kind kind, const struct guest_address *a)
{
    uint32_t found = 0;
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        const struct slot *one = &s->slots.all[i];
        if (one->kind != kind || !holds_name(one) || !clash(&one->name, a)) continue;
        if (!found || address_equal(&one->name, a)) found = i;
    }
    return found;
}

uint32_t names_published(const struct streams *s, enum guest_slot_kind kind, uint16_t port)
{
    static const uint8_t loopback[] = {127, 0, 0, 1};
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        const struct slot *one = &s->slots.all[i];
        bool inet = one->name.family == GUEST_FAMILY_INET || one->name.family == GUEST_FAMILY_INET6;
        if (one->kind != kind || !inet || one->name.port != port) continue;
        /* What is bound to the loopback address was not meant for others. */
        if (policy_is_any(&one->name) || (one->name.size == 4 && memcmp(one->name.bytes, loopback, 4) != 0)) return i;
    }
    return 0;
}

uint32_t names_waiting(const struct streams *s, uint32_t listener)
{
    uint32_t count = 0;
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        const volatile struct guest_slot *half = &s->slots.guest_halves[i];
        if (s->slots.all[i].kind == GUEST_SLOT_STREAM && s->slots.all[i].listener == listener &&
            !(half->wishes & GUEST_SLOT_ACCEPTED))
            count++;
    }
    return count;
}
