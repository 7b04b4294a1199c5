/* platform/frames/address.c - addresses and errors between lwIP's form and ours. */
#include "platform/frames/internal.h"
#include <string.h>

static const uint8_t mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}; /* RFC 4291, 2.5.5.2 */

static bool is_zero(const uint8_t *bytes, size_t size)
{
    while (size > 0)
        if (bytes[--size]) return false;
    return true;
}

bool address_to_lwip(const struct socket *s, const struct host_address *a, ip_addr_t *to)
{
    ip_addr_set_zero(to);
    if (a->family == FAMILY_INET && !s->inet6) {
        memcpy(&ip_2_ip4(to)->addr, a->bytes, 4);
        return true;
    }
    if (a->family != FAMILY_INET6 || !s->inet6) return false;
    if (memcmp(a->bytes, mapped_prefix, sizeof mapped_prefix) == 0) {
        memcpy(&ip_2_ip4(to)->addr, a->bytes + 12, 4);
        return !s->only_inet6;
    }
    IP_SET_TYPE(to, is_zero(a->bytes, 16) && !s->only_inet6 ? IPADDR_TYPE_ANY : IPADDR_TYPE_V6);
    memcpy(ip_2_ip6(to)->addr, a->bytes, 16);
    ip6_addr_assign_zone(ip_2_ip6(to), IP6_UNICAST, &frames()->card);
    return true;
}

void address_from_lwip(const struct socket *s, const ip_addr_t *from, uint16_t port, struct host_address *a)
{
    *a = (struct host_address){.family = s->inet6 ? FAMILY_INET6 : FAMILY_INET, .port = port};
    if (IP_IS_V6(from) || IP_IS_ANY_TYPE_VAL(*from)) {
        if (s->inet6) memcpy(a->bytes, ip_2_ip6(from)->addr, 16);
    } else if (s->inet6 && !ip_addr_isany(from)) {
        memcpy(a->bytes, mapped_prefix, sizeof mapped_prefix);
        memcpy(a->bytes + 12, &ip_2_ip4(from)->addr, 4);
    } else {
        memcpy(a->bytes, &ip_2_ip4(from)->addr, 4);
    }
}

enum host_error error_of_lwip(err_t e)
{
    switch (e) {
    case ERR_OK: return HOST_OK;
    case ERR_MEM:
    case ERR_BUF: return HOST_ENOBUFS;
    case ERR_TIMEOUT:
    case ERR_ABRT: return HOST_ETIMEDOUT; /* lwIP gives up a connection that nobody answers */
    case ERR_RTE: return HOST_ENETUNREACH;
    case ERR_INPROGRESS: return HOST_EINPROGRESS;
    case ERR_WOULDBLOCK: return HOST_EAGAIN;
    case ERR_USE: return HOST_EADDRINUSE;
    case ERR_ALREADY: return HOST_EALREADY;
    case ERR_ISCONN: return HOST_EISCONN;
    case ERR_CONN:
    case ERR_CLSD: return HOST_ENOTCONN;
    case ERR_RST: return HOST_ECONNRESET;
    case ERR_VAL:
    case ERR_ARG: return HOST_EINVAL;
    default: return HOST_EIO;
    }
}
