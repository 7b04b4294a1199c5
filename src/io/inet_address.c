/* io/inet_address.c - addresses as bytes of the protocol. */
#include "io/inet.h"
#include <string.h>

static const char *take_inet(struct bytes *b, struct host_address *a)
{
    a->port = bytes_u16be(b);
    const uint8_t *p = bytes_take(b, 4);
    if (!p) return "einval";
    memcpy(a->bytes, p, 4);
    return NULL;
}

static const char *take_inet6(struct bytes *b, struct host_address *a)
{
    a->port = bytes_u16be(b);
    const uint8_t *p = bytes_take(b, 16);
    if (p) memcpy(a->bytes, p, 16);
    a->flow = bytes_u32be(b);
    a->scope = bytes_u32be(b);
    return b->spent ? "einval" : NULL;
}

static const char *take_local(struct bytes *b, struct host_address *a)
{
    size_t size = bytes_u8(b);
    const uint8_t *p = bytes_take(b, size);
    /* A path needs room for its zero; an abstract name, which starts with one, does not. */
    size_t zero = p && size && p[0] == 0 ? 0 : 1;
    if (!p || size + zero > LOCAL_PATH_MAX) return "einval";
    memcpy(a->bytes, p, size);
    a->size = size;
    return NULL;
}

/* `any` or `loopback` in the family of the socket. */
static const char *take_special(enum host_family f, bool loopback, struct bytes *b, struct host_address *a)
{
    a->family = f;
    a->port = bytes_u16be(b);
    if (b->spent || (f != FAMILY_INET && f != FAMILY_INET6)) return "einval";
    if (!loopback) return NULL;
    if (f == FAMILY_INET) a->bytes[0] = 127, a->bytes[3] = 1;
    else a->bytes[15] = 1;
    return NULL;
}

const char *inet_take_address(struct inet *i, struct bytes *b, struct host_address *a)
{
    *a = (struct host_address){.family = FAMILY_UNSPECIFIED};
    if (!bytes_left(b)) return "einval";
    uint8_t family = bytes_u8(b);
    switch (family) {
    case INET_AF_INET: a->family = FAMILY_INET; return take_inet(b, a);
    case INET_AF_INET6: a->family = FAMILY_INET6; return take_inet6(b, a);
    case INET_AF_LOCAL: a->family = FAMILY_LOCAL; return take_local(b, a);
    case INET_AF_ANY:
    case INET_AF_LOOPBACK: return take_special(i->family, family == INET_AF_LOOPBACK, b, a);
    default: return "eafnosupport";
    }
}

size_t inet_put_address(const struct host_address *a, uint8_t to[INET_ADDRESS_MAX])
{
    size_t size = a->family == FAMILY_INET ? 4 : 16;
    switch (a->family) {
    case FAMILY_INET:
    case FAMILY_INET6:
        to[0] = a->family == FAMILY_INET ? INET_AF_INET : INET_AF_INET6;
        to[1] = (uint8_t)(a->port >> 8), to[2] = (uint8_t)a->port;
        memcpy(to + 3, a->bytes, size);
        return 3 + size;
    case FAMILY_LOCAL:
        to[0] = INET_AF_LOCAL;
        to[1] = (uint8_t)a->size;
        memcpy(to + 2, a->bytes, a->size);
        return 2 + a->size;
    case FAMILY_UNSPECIFIED: to[0] = INET_AF_UNSPEC; return 1;
    case FAMILY_OTHER: break;
    }
    to[0] = INET_AF_UNDEFINED;
    return 1;
}
