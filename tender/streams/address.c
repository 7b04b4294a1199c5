/* tender/streams/address.c - addresses between the host's form and the guest's. */
#include "tender/streams/policy.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

bool address_is_sound(const struct guest_address *a)
{
    switch (a->family) {
    case GUEST_FAMILY_NONE: return true;
    case GUEST_FAMILY_INET: return a->size == 4;
    case GUEST_FAMILY_INET6: return a->size == 16;
    case GUEST_FAMILY_LOCAL: return a->size <= GUEST_ADDRESS_BYTES;
    default: return false;
    }
}

bool address_equal(const struct guest_address *a, const struct guest_address *b)
{
    return a->family == b->family && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

void address_of_host(struct guest_address *to, const struct sockaddr_storage *from)
{
    *to = (struct guest_address){0};
    if (from->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        to->family = GUEST_FAMILY_INET, to->port = ntohs(in->sin_port), to->size = 4;
        memcpy(to->bytes, &in->sin_addr, 4);
    } else if (from->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)from;
        to->family = GUEST_FAMILY_INET6, to->port = ntohs(in->sin6_port), to->size = 16;
        memcpy(to->bytes, &in->sin6_addr, 16);
    }
}

socklen_t address_to_host(struct sockaddr_storage *to, const struct guest_address *from)
{
    memset(to, 0, sizeof *to);
    if (from->family == GUEST_FAMILY_INET) {
        struct sockaddr_in *in = (struct sockaddr_in *)to;
        in->sin_family = AF_INET, in->sin_port = htons(from->port);
        memcpy(&in->sin_addr, from->bytes, 4);
        return sizeof *in;
    }
    struct sockaddr_in6 *in = (struct sockaddr_in6 *)to;
    in->sin6_family = AF_INET6, in->sin6_port = htons(from->port);
    memcpy(&in->sin6_addr, from->bytes, 16);
    return sizeof *in;
}
