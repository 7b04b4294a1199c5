/* platform/linux/sockets.c - opening, naming and connecting sockets; their options. */
#include "platform/host_sockets.h"
#include "platform/linux/address.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <unistd.h>

static int domain_of(enum host_family f) { return f == FAMILY_INET ? AF_INET : f == FAMILY_INET6 ? AF_INET6 : AF_UNIX; }

/* In another network namespace, for the one system call that cares. */
static int socket_in_namespace(const char *namespace, int domain, int type)
{
    int fd = -1, here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), there = -1;
    if (here >= 0) there = open(namespace, O_RDONLY | O_CLOEXEC);
    if (there >= 0 && setns(there, CLONE_NEWNET) == 0) {
        fd = socket(domain, type, 0);
        int e = errno;
        if (setns(here, CLONE_NEWNET) < 0 && fd >= 0) close(fd), fd = -1;
        else errno = e;
    }
    int e = errno;
    if (there >= 0) close(there);
    if (here >= 0) close(here);
    errno = e;
    return fd;
}

enum host_error host_socket_open(enum host_family f, enum host_socket_type t, const char *namespace, host_device *d)
{
    int type = (t == SOCKET_STREAM ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    *d = namespace ? socket_in_namespace(namespace, domain_of(f), type) : socket(domain_of(f), type, 0);
    return result_of(*d);
}

enum host_error host_socket_adopt(host_device d)
{
    int flags = fcntl(d, F_GETFL);
    return flags < 0 ? error_of(errno) : result_of(fcntl(d, F_SETFL, flags | O_NONBLOCK));
}

enum host_error host_socket_bind(host_device d, const struct host_address *a)
{
    union any_address to;
    socklen_t size = address_to_host(&to, a);
    return result_of(bind(d, &to.any, size));
}

enum host_error host_socket_connect(host_device d, const struct host_address *a)
{
    union any_address to;
    socklen_t size = address_to_host(&to, a);
    return result_of(connect(d, &to.any, size));
}

enum host_error host_socket_disconnect(host_device d)
{
    return result_of(connect(d, &(struct sockaddr){.sa_family = AF_UNSPEC}, sizeof(struct sockaddr)));
}

enum host_error host_socket_failure(host_device d)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(d, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return error_of(errno);
    return error_of(error);
}

enum host_error host_socket_listen(host_device d, int backlog) { return result_of(listen(d, backlog)); }

enum host_error host_socket_accept(host_device d, host_device *connection)
{
    *connection = accept4(d, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return result_of(*connection);
}

enum host_error host_socket_shutdown(host_device d, enum host_shutdown how)
{
    static const int hows[] = {[SHUTDOWN_READ] = SHUT_RD, [SHUTDOWN_WRITE] = SHUT_WR, [SHUTDOWN_BOTH] = SHUT_RDWR};
    return result_of(shutdown(d, hows[how]));
}

enum host_error host_socket_name(host_device d, struct host_address *a)
{
    union any_address from;
    socklen_t size = sizeof from;
    if (getsockname(d, &from.any, &size) < 0) return error_of(errno);
    address_from_host(a, &from.any, size);
    return HOST_OK;
}

enum host_error host_socket_peer(host_device d, struct host_address *a)
{
    union any_address from;
    socklen_t size = sizeof from;
    if (getpeername(d, &from.any, &size) < 0) return error_of(errno);
    address_from_host(a, &from.any, size);
    return HOST_OK;
}

/* -- options ------------------------------------------------------------------------ */

void host_option_numbers(enum host_option o, int *level, int *name)
{
    static const struct {
        int level, name;
    } numbers[] = {
#define HOST_OPTION(ours, level_number, symbol) {level_number, symbol},
#include "platform/host_options.def"
#undef HOST_OPTION
    };
    *level = numbers[o].level, *name = numbers[o].name;
}

enum host_error host_socket_set(host_device d, int level, int name, const void *value, size_t size)
{
    return result_of(setsockopt(d, level, name, value, (socklen_t)size));
}

enum host_error host_socket_get(host_device d, int level, int name, void *value, size_t *size)
{
    socklen_t n = (socklen_t)*size;
    int r = getsockopt(d, level, name, value, &n);
    *size = n;
    return result_of(r);
}

enum host_error host_socket_set_linger(host_device d, bool on, int seconds)
{
    struct linger l = {on, seconds};
    return result_of(setsockopt(d, SOL_SOCKET, SO_LINGER, &l, sizeof l));
}

enum host_error host_socket_get_linger(host_device d, bool *on, int *seconds)
{
    struct linger l = {0};
    socklen_t size = sizeof l;
    int r = getsockopt(d, SOL_SOCKET, SO_LINGER, &l, &size);
    *on = l.l_onoff, *seconds = l.l_linger;
    return result_of(r);
}

enum host_error host_socket_membership(host_device d, bool join, const struct host_address *group,
                                       const struct host_address *by, uint32_t index)
{
    union any_address g, b;
    address_to_host(&g, group);
    if (group->family == FAMILY_INET6) {
        struct ipv6_mreq m = {g.inet6.sin6_addr, index};
        return result_of(setsockopt(d, IPPROTO_IPV6, join ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP, &m, sizeof m));
    }
    address_to_host(&b, by);
    struct ip_mreqn m = {g.inet.sin_addr, b.inet.sin_addr, (int)index};
    return result_of(setsockopt(d, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &m, sizeof m));
}
