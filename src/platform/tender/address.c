/* platform/tender/address.c - addresses between host_sockets.h and the tender's form. */
#include "platform/tender/tender.h"
#include <string.h>

void address_to_tender(struct guest_address *to, const struct host_address *from)
{
    *to = (struct guest_address){.port = from->port, .scope = from->scope};
    switch (from->family) {
    case FAMILY_INET: to->family = GUEST_FAMILY_INET, to->size = 4; break;
    case FAMILY_INET6: to->family = GUEST_FAMILY_INET6, to->size = 16; break;
    case FAMILY_LOCAL:
        to->family = GUEST_FAMILY_LOCAL;
        to->size = from->size < GUEST_ADDRESS_BYTES ? (uint32_t)from->size : GUEST_ADDRESS_BYTES;
        break;
    default: return;
    }
    memcpy(to->bytes, from->bytes, to->size);
}

void address_from_tender(struct host_address *to, const volatile struct guest_address *from)
{
    struct guest_address a;
    memcpy(&a, (const void *)(uintptr_t)from, sizeof a);
    *to = (struct host_address){.port = a.port, .scope = a.scope};
    if (a.size > GUEST_ADDRESS_BYTES) return;
    switch (a.family) {
    case GUEST_FAMILY_INET: to->family = FAMILY_INET; break;
    case GUEST_FAMILY_INET6: to->family = FAMILY_INET6; break;
    case GUEST_FAMILY_LOCAL: to->family = FAMILY_LOCAL, to->size = a.size; break;
    default: return;
    }
    memcpy(to->bytes, a.bytes, a.size);
}
