/* platform/guest/sockets.c - host_sockets.h: each call goes to the attachment that the door has. */
#include "platform/guest/guest.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/* Calls by devices that no attachment has made find nothing. */
#define CALL(d, name, ...)                                                                                             \
    (!is_socket(d) || !guest_page.sockets ? (open_file(d) || is_console(d) ? HOST_ENOTSOCK : HOST_EBADF)               \
     : guest_page.sockets->name           ? guest_page.sockets->name(__VA_ARGS__)                                      \
                                          : HOST_ENOTSUP)

enum host_error host_socket_open(enum host_family f, enum host_socket_type t, const char *namespace, host_device *d)
{
    if (namespace) return HOST_ENOTSUP;
    return guest_page.sockets ? guest_page.sockets->open(f, t, d) : HOST_EAFNOSUPPORT;
}
enum host_error host_socket_adopt(host_device d) { return is_socket(d) ? HOST_OK : HOST_ENOTSOCK; }
enum host_error host_socket_bind(host_device d, const struct host_address *a) { return CALL(d, bind, d, a); }
enum host_error host_socket_connect(host_device d, const struct host_address *a) { return CALL(d, connect, d, a); }
enum host_error host_socket_disconnect(host_device d) { return CALL(d, disconnect, d); }
enum host_error host_socket_failure(host_device d) { return CALL(d, failure, d); }
enum host_error host_socket_listen(host_device d, int backlog) { return CALL(d, listen, d, backlog); }
enum host_error host_socket_accept(host_device d, host_device *connection) { return CALL(d, accept, d, connection); }
enum host_error host_socket_shutdown(host_device d, enum host_shutdown how) { return CALL(d, shutdown, d, how); }
enum host_error host_socket_name(host_device d, struct host_address *a) { return CALL(d, name, d, a); }
enum host_error host_socket_peer(host_device d, struct host_address *a) { return CALL(d, peer, d, a); }

enum host_error host_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent)
{
    *sent = 0;
    return CALL(d, send, d, chunks, count, sent);
}
enum host_error host_socket_receive(host_device d, void *to, size_t size, size_t *got)
{
    *got = 0;
    return CALL(d, receive, d, to, size, got);
}
enum host_error host_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                   const struct host_ancillary *beside)
{
    return CALL(d, send_datagram, d, to, bytes, size, beside);
}
enum host_error host_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                      struct host_ancillary *beside)
{
    *got = 0;
    return CALL(d, receive_datagram, d, to, size, got, from, beside);
}

enum host_error host_send_file(host_device d, host_device file, int64_t offset, uint64_t size, size_t *sent)
{
    char part[4096];
    struct host_chunk chunk = {part, 0};
    *sent = 0;
    while (*sent < size) {
        size_t wanted = size - *sent < sizeof part ? (size_t)(size - *sent) : sizeof part, put;
        enum host_error e = host_read_file(file, offset + (int64_t)*sent, part, wanted, &chunk.size);
        if (e == HOST_OK && chunk.size == 0) return HOST_OK;
        if (e == HOST_OK) e = host_socket_send(d, &chunk, 1, &put);
        if (e != HOST_OK) return *sent && e == HOST_EAGAIN ? HOST_OK : e;
        *sent += put;
        if (put < chunk.size) return HOST_OK;
    }
    return HOST_OK;
}

/* -- options ------------------------------------------------------------------------------------------- */

/* The numbers are Linux', so that raw options mean what they mean there. */
void host_option_numbers(enum host_option o, int *level, int *name)
{
    static const int numbers[][2] = {
#define HOST_OPTION(name, level, symbol) [OPTION_##name] = {level, symbol},
#include "platform/host_options.def"
#undef HOST_OPTION
    };
    *level = numbers[o][0], *name = numbers[o][1];
}
enum host_error host_socket_set(host_device d, int level, int name, const void *value, size_t size)
{
    return CALL(d, set, d, level, name, value, size);
}
enum host_error host_socket_get(host_device d, int level, int name, void *value, size_t *size)
{
    return CALL(d, get, d, level, name, value, size);
}
enum host_error host_socket_set_linger(host_device d, bool on, int seconds)
{
    struct linger l = {on, seconds};
    return host_socket_set(d, SOL_SOCKET, SO_LINGER, &l, sizeof l);
}
enum host_error host_socket_get_linger(host_device d, bool *on, int *seconds)
{
    struct linger l = {0};
    size_t size = sizeof l;
    enum host_error e = host_socket_get(d, SOL_SOCKET, SO_LINGER, &l, &size);
    *on = l.l_onoff != 0, *seconds = l.l_linger;
    return e;
}
enum host_error host_socket_membership(host_device d, bool join, const struct host_address *group,
                                       const struct host_address *by, uint32_t index)
{
    return CALL(d, membership, d, join, group, by, index);
}
enum host_error host_socket_packet_options(host_device d, enum host_family f, struct host_ancillary *beside)
{
    (void)d, (void)f;
    beside->count = 0;
    return HOST_OK;
}

/* -- interfaces and services ------------------------------------------------------------------------------ */

/* There is nothing to remember between the calls: any pointer but NULL will do. */
struct host_interfaces *host_interfaces(void) { return (struct host_interfaces *)&guest_page; }
void host_interfaces_free(struct host_interfaces *all) { (void)all; }

static void loopback(struct host_interface *i)
{
    *i = (struct host_interface){.name = "lo", .flags = INTERFACE_UP | INTERFACE_LOOPBACK | INTERFACE_RUNNING};
    i->address = (struct host_address){.family = FAMILY_INET, .bytes = {127, 0, 0, 1}};
    i->netmask = (struct host_address){.family = FAMILY_INET, .bytes = {255}};
}

bool host_interface(struct host_interfaces *all, size_t index, struct host_interface *i)
{
    uint32_t mtu;
    (void)all;
    if (index == 0) return loopback(i), true;
    return guest_page.sockets && guest_page.sockets->interface && guest_page.sockets->interface(index - 1, i, &mtu);
}

bool host_interface_mtu(const char *name, uint32_t *mtu)
{
    struct host_interface i;
    *mtu = 65536;
    if (strcmp(name, "lo") == 0) return true;
    for (size_t k = 0; guest_page.sockets && guest_page.sockets->interface && guest_page.sockets->interface(k, &i, mtu);
         k++)
        if (strcmp(i.name, name) == 0) return true;
    return false;
}

static const struct {
    const char *name, *protocols;
    uint16_t port;
} services[] = {{"ftp", "tcp", 21},       {"ssh", "tcp", 22},        {"telnet", "tcp", 23},  {"smtp", "tcp", 25},
                {"time", "tcp udp", 37},  {"domain", "tcp udp", 53}, {"tftp", "udp", 69},    {"http", "tcp", 80},
                {"pop3", "tcp", 110},     {"ntp", "udp", 123},       {"imap2", "tcp", 143},  {"snmp", "tcp udp", 161},
                {"ldap", "tcp udp", 389}, {"https", "tcp udp", 443}, {"syslog", "udp", 514}, {"epmd", "tcp udp", 4369}};

uint16_t host_service_port(const char *name, const char *protocol)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i].name, name) == 0 && strstr(services[i].protocols, protocol)) return services[i].port;
    return 0;
}

bool host_service_name(uint16_t port, const char *protocol, char *to, size_t room)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (services[i].port != port || !strstr(services[i].protocols, protocol)) continue;
        strncpy(to, services[i].name, room - 1);
        to[room - 1] = 0;
        return true;
    }
    return false;
}

enum host_error host_duplicate(host_device d, host_device *copy) { return guest_duplicate(d, copy); }
