/* platform/host_sockets.h - stream and datagram sockets of the host; none of these calls waits. */
#pragma once
#include "platform/host_files.h"

enum host_family { FAMILY_UNSPECIFIED, FAMILY_INET, FAMILY_INET6, FAMILY_LOCAL, FAMILY_OTHER };
enum host_socket_type { SOCKET_STREAM, SOCKET_DATAGRAM };

enum { LOCAL_PATH_MAX = 108 };
struct host_address {
    enum host_family family;
    uint16_t port;
    uint32_t flow, scope;          /* inet6 */
    uint8_t bytes[LOCAL_PATH_MAX]; /* 4 or 16 of an address, or a local path */
    size_t size;                   /* of a local path */
};

/* `namespace`: path of a network namespace, or NULL. */
enum host_error host_socket_open(enum host_family f, enum host_socket_type t, const char *namespace, host_device *d);
/* Makes a descriptor that came from elsewhere usable. */
enum host_error host_socket_adopt(host_device d);
enum host_error host_socket_bind(host_device d, const struct host_address *a);
/* HOST_EINPROGRESS: wait until it can be written, then ask host_socket_failure(). */
enum host_error host_socket_connect(host_device d, const struct host_address *a);
enum host_error host_socket_disconnect(host_device d); /* datagrams */
enum host_error host_socket_failure(host_device d);    /* what happened last */
enum host_error host_socket_listen(host_device d, int backlog);
enum host_error host_socket_accept(host_device d, host_device *connection);
enum host_shutdown { SHUTDOWN_READ, SHUTDOWN_WRITE, SHUTDOWN_BOTH };
enum host_error host_socket_shutdown(host_device d, enum host_shutdown how);
enum host_error host_socket_name(host_device d, struct host_address *a);
enum host_error host_socket_peer(host_device d, struct host_address *a);

/* HOST_EAGAIN: not now. */
enum host_error host_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent);
enum host_error host_socket_receive(host_device d, void *to, size_t size, size_t *got);
enum host_error host_send_file(host_device d, host_device file, int64_t offset, uint64_t size, size_t *sent);
/* A second device for an open file, with the same position: what sends it outlives who opened it. */
enum host_error host_duplicate(host_device file, host_device *copy);

/* What travels beside a datagram. */
enum host_ancillary_kind { ANCILLARY_TOS, ANCILLARY_TRAFFIC_CLASS, ANCILLARY_TTL };
enum { ANCILLARY_MAX = 4 };
struct host_ancillary {
    size_t count;
    struct {
        enum host_ancillary_kind kind;
        int32_t value;
    } items[ANCILLARY_MAX];
};
/* `to` NULL: the connected peer. `beside` may be NULL. */
enum host_error host_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                   const struct host_ancillary *beside);
/* The next one, or as much of it as fits; what travelled beside it goes to *beside. */
enum host_error host_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                      struct host_ancillary *beside);
/* What the peer of a stream sent beside (pktoptions). */
enum host_error host_socket_packet_options(host_device d, enum host_family f, struct host_ancillary *beside);

/* -- options ------------------------------------------------------------------------ */

enum host_option {
#define HOST_OPTION(name, level, symbol) OPTION_##name,
#include "platform/host_options.def"
#undef HOST_OPTION
    HOST_OPTIONS,
};
/* The numbers of the host. */
void host_option_numbers(enum host_option o, int *level, int *name);
enum host_error host_socket_set(host_device d, int level, int name, const void *value, size_t size);
enum host_error host_socket_get(host_device d, int level, int name, void *value, size_t *size);
enum host_error host_socket_set_linger(host_device d, bool on, int seconds);
enum host_error host_socket_get_linger(host_device d, bool *on, int *seconds);
/* Multicast groups: IPv4 by the address of an interface, IPv6 by its index. */
enum host_error host_socket_membership(host_device d, bool join, const struct host_address *group,
                                       const struct host_address *by, uint32_t index);

/* -- interfaces and services ------------------------------------------------------------ */

enum {
    INTERFACE_UP = 1,
    INTERFACE_BROADCAST = 2,
    INTERFACE_LOOPBACK = 4,
    INTERFACE_POINT_TO_POINT = 8,
    INTERFACE_RUNNING = 16,
    INTERFACE_MULTICAST = 32
};
enum { HARDWARE_ADDRESS_MAX = 32 };
/* One address of an interface. */
struct host_interface {
    char name[32];
    unsigned flags;
    struct host_address address, netmask, broadcast, destination; /* FAMILY_UNSPECIFIED: none */
    uint8_t hardware[HARDWARE_ADDRESS_MAX];
    size_t hardware_size;
    bool has_hardware;
};
/* The `index`th, as the host lists them; false: no more. `all` is what host_interfaces() gave. */
struct host_interfaces;
struct host_interfaces *host_interfaces(void); /* NULL: refused */
bool host_interface(struct host_interfaces *all, size_t index, struct host_interface *i);
void host_interfaces_free(struct host_interfaces *all);
/* The maximal transmission unit; false: no such interface. */
bool host_interface_mtu(const char *name, uint32_t *mtu);

/* Services by name, as the host's table has them; 0: none. */
uint16_t host_service_port(const char *name, const char *protocol);
bool host_service_name(uint16_t port, const char *protocol, char *to, size_t room);
