/* platform/linux/sockets_data.c - bytes and datagrams through sockets. */
#include "platform/host_sockets.h"
#include "platform/linux/address.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

enum host_error host_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent)
{
    struct iovec v[HOST_CHUNKS_MAX];
    *sent = 0;
    if (count > HOST_CHUNKS_MAX) count = HOST_CHUNKS_MAX;
    for (size_t i = 0; i < count; i++) v[i] = (struct iovec){(void *)(uintptr_t)chunks[i].bytes, chunks[i].size};
    ssize_t n;
    do n = sendmsg(d, &(struct msghdr){.msg_iov = v, .msg_iovlen = count}, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *sent = (size_t)n;
    return HOST_OK;
}

enum host_error host_socket_receive(host_device d, void *to, size_t size, size_t *got)
{
    ssize_t n;
    *got = 0;
    do n = recv(d, to, size, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *got = (size_t)n;
    return HOST_OK;
}

enum host_error host_send_file(host_device d, host_device file, int64_t offset, uint64_t size, size_t *sent)
{
    enum { CHUNK = 1 << 30 };
    off_t at = offset;
    ssize_t n;
    *sent = 0;
    do n = sendfile(d, file, &at, size < CHUNK ? (size_t)size : CHUNK);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *sent = (size_t)n;
    return HOST_OK;
}

enum host_error host_duplicate(host_device d, host_device *copy)
{
    *copy = fcntl(d, F_DUPFD_CLOEXEC, 0);
    return result_of(*copy);
}

/* -- datagrams ----------------------------------------------------------------------- */

union control_room {
    struct cmsghdr aligned;
    char bytes[ANCILLARY_MAX * CMSG_SPACE(sizeof(int))];
};

static void put_ancillary(struct msghdr *m, const struct host_ancillary *beside)
{
    static const struct {
        int level, type;
    } numbers[] = {[ANCILLARY_TOS] = {IPPROTO_IP, IP_TOS},
                   [ANCILLARY_TRAFFIC_CLASS] = {IPPROTO_IPV6, IPV6_TCLASS},
                   [ANCILLARY_TTL] = {IPPROTO_IP, IP_TTL}};
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    for (size_t i = 0; i < beside->count && c; i++, c = CMSG_NXTHDR(m, c)) {
        c->cmsg_level = numbers[beside->items[i].kind].level;
        c->cmsg_type = numbers[beside->items[i].kind].type;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &beside->items[i].value, sizeof(int));
    }
}

enum host_error host_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                   const struct host_ancillary *beside)
{
    union any_address address;
    union control_room control = {0};
    struct iovec v = {(void *)(uintptr_t)bytes, size};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
    if (to) m.msg_namelen = address_to_host(&address, to), m.msg_name = &address;
    if (beside && beside->count) {
        m.msg_control = control.bytes;
        m.msg_controllen = beside->count * CMSG_SPACE(sizeof(int));
        put_ancillary(&m, beside);
    }
    ssize_t n;
    do n = sendmsg(d, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return result_of(n);
}

/* Linux sends a type of service as a byte, the others as an int. */
static int32_t control_value(const struct cmsghdr *c)
{
    int32_t value = 0;
    size_t size = c->cmsg_len - CMSG_LEN(0);
    memcpy(&value, CMSG_DATA(c), size < sizeof value ? size : sizeof value);
    return value;
}

static void take_ancillary(struct msghdr *m, struct host_ancillary *beside)
{
    beside->count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c && beside->count < ANCILLARY_MAX; c = CMSG_NXTHDR(m, c)) {
        enum host_ancillary_kind kind;
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS) kind = ANCILLARY_TOS;
        else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL) kind = ANCILLARY_TTL;
        else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_TCLASS) kind = ANCILLARY_TRAFFIC_CLASS;
        else continue;
        beside->items[beside->count].kind = kind;
        beside->items[beside->count++].value = control_value(c);
    }
}

enum host_error host_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                      struct host_ancillary *beside)
{
    union any_address address;
    union control_room control;
    struct iovec v = {to, size};
    struct msghdr m = {.msg_name = &address,
                       .msg_namelen = sizeof address,
                       .msg_iov = &v,
                       .msg_iovlen = 1,
                       .msg_control = control.bytes,
                       .msg_controllen = sizeof control};
    ssize_t n;
    do n = recvmsg(d, &m, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *got = (size_t)n;
    address_from_host(from, &address.any, m.msg_namelen);
    take_ancillary(&m, beside);
    return HOST_OK;
}

enum host_error host_socket_packet_options(host_device d, enum host_family f, struct host_ancillary *beside)
{
    union control_room control;
    socklen_t size = sizeof control;
    bool six = f == FAMILY_INET6;
    int level = six ? IPPROTO_IPV6 : IPPROTO_IP, name = six ? IPV6_2292PKTOPTIONS : IP_PKTOPTIONS;
    if (getsockopt(d, level, name, control.bytes, &size) < 0) return error_of(errno);
    struct msghdr m = {.msg_control = control.bytes, .msg_controllen = size};
    take_ancillary(&m, beside);
    return HOST_OK;
}
