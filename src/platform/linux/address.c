/* platform/linux/address.c - addresses of sockets between the host's form and ours. */
#include "platform/linux/address.h"
#include <stddef.h>
#include <string.h>

socklen_t address_to_host(union any_address *to, const struct host_address *from)
{
    memset(to, 0, sizeof *to);
    switch (from->family) {
    case FAMILY_INET:
        to->inet.sin_family = AF_INET;
        to->inet.sin_port = htons(from->port);
        memcpy(&to->inet.sin_addr, from->bytes, 4);
        return sizeof to->inet;
    case FAMILY_INET6:
        to->inet6.sin6_family = AF_INET6;
        to->inet6.sin6_port = htons(from->port);
        to->inet6.sin6_flowinfo = from->flow;
        to->inet6.sin6_scope_id = from->scope;
        memcpy(&to->inet6.sin6_addr, from->bytes, 16);
        return sizeof to->inet6;
    case FAMILY_LOCAL:
        to->local.sun_family = AF_UNIX;
        memcpy(to->local.sun_path, from->bytes, from->size);
        return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + from->size);
    default: to->any.sa_family = AF_UNSPEC; return sizeof to->any;
    }
}

static void local_from_host(struct host_address *to, const struct sockaddr_un *from, socklen_t size)
{
    size_t header = offsetof(struct sockaddr_un, sun_path);
    size_t room = size > header ? size - header : 0;
    if (room > LOCAL_PATH_MAX) room = LOCAL_PATH_MAX;
    /* A path ends at its zero; an abstract name starts with one and is as long as it is said to be. */
    size_t length = strnlen(from->sun_path, room);
    to->size = length ? length : room;
    memcpy(to->bytes, from->sun_path, to->size);
}

void address_from_host(struct host_address *to, const struct sockaddr *from, socklen_t size)
{
    *to = (struct host_address){.family = FAMILY_OTHER};
    if (size < sizeof from->sa_family) {
        to->family = FAMILY_UNSPECIFIED;
    } else if (from->sa_family == AF_INET && size >= sizeof(struct sockaddr_in)) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        to->family = FAMILY_INET;
        to->port = ntohs(in->sin_port);
        memcpy(to->bytes, &in->sin_addr, 4);
    } else if (from->sa_family == AF_INET6 && size >= sizeof(struct sockaddr_in6)) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)from;
        to->family = FAMILY_INET6;
        to->port = ntohs(in->sin6_port);
        to->flow = in->sin6_flowinfo;
        to->scope = in->sin6_scope_id;
        memcpy(to->bytes, &in->sin6_addr, 16);
    } else if (from->sa_family == AF_UNIX) {
        to->family = FAMILY_LOCAL;
        local_from_host(to, (const struct sockaddr_un *)from, size);
    } else if (from->sa_family == AF_UNSPEC) {
        to->family = FAMILY_UNSPECIFIED;
    }
}
