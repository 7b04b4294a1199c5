/* platform/frames/internal.h - what the files of this folder share. */
#pragma once
#include <lwip/ip_addr.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include "platform/frames/frames.h"

enum socket_kind { SOCKET_FREE, SOCKET_TCP, SOCKET_LISTENER, SOCKET_UDP };

/* A datagram that waits to be read. */
struct datagram {
    struct datagram *next;
    struct pbuf *bytes;
    ip_addr_t from;
    uint16_t port;
    uint8_t ttl, tos;
};

struct socket {
    uint8_t kind;
    bool inet6, only_inet6;
    bool connecting, connected, ended, write_shut, linger;
    bool broadcast;
    uint8_t receive_ttl, receive_tos; /* options: tell it beside each datagram */
    enum host_error failure;          /* what happened last, until somebody has heard of it */
    union {
        struct tcp_pcb *tcp; /* NULL: gone, or not made yet */
        struct udp_pcb *udp;
    };
    struct pbuf *received; /* stream: what has not been read */
    struct datagram *first, *last;
    size_t waiting_bytes;                            /* of datagrams */
    uint32_t accept_first, accept_last, accept_next; /* connections of a listener, by socket; 0: none */
    int linger_seconds, priority;                    /* remembered */
    unsigned interest;
    uint32_t queue_next; /* in the queue of those that may be ready */
    uint32_t turn;       /* when it was last reported */
    bool queued;
    uint32_t free_next;
};

struct frames {
    const struct link *link;
    const struct frames_wishes *wishes;
    bool open, failed;
    bool comes_again; /* the frame in hand shall be taken once more: tcp_segment_comes() */
    struct netif card;
    uint32_t told_address;   /* the one that wishes->addressed knows; 0: none */
    struct socket **sockets; /* 0 is not used */
    uint32_t socket_count, free;
    uint32_t queue_first, queue_last, turn;
    uint64_t *timers; /* when each is due (timers.c) */
};

/* The record of the attachment, opened by the first call; NULL: there is none, or no memory for it. */
struct frames *frames(void);

/* -- table.c ----------------------------------------------------------------------------------- */

/* A new socket; NULL: no memory. */
struct socket *socket_take(enum socket_kind kind, uint32_t *number);
void socket_give(uint32_t number);
/* NULL: no such socket. */
struct socket *socket_of(host_device d);
/* Something happened to it: it may be ready. */
void socket_touch(uint32_t number);
bool sockets_any_ready(void);
bool sockets_watch(host_device d, unsigned interest);
bool sockets_ready_next(host_device *d, unsigned *ready);
unsigned socket_ready_bits(const struct socket *s);

/* -- address.c ----------------------------------------------------------------------------------- */

/* For a socket of that family; false: an address it cannot use. */
bool address_to_lwip(const struct socket *s, const struct host_address *a, ip_addr_t *to);
void address_from_lwip(const struct socket *s, const ip_addr_t *from, uint16_t port, struct host_address *a);
enum host_error error_of_lwip(err_t e);

/* -- tcp.c, udp.c, options.c, interface.c, timers.c ------------------------------------------------- */

enum host_error tcp_socket_bind(struct socket *s, const ip_addr_t *a, uint16_t port);
enum host_error tcp_socket_open(struct socket *s, uint32_t number);
enum host_error tcp_socket_connect(struct socket *s, uint32_t number, const ip_addr_t *a, uint16_t port);
void tcp_socket_close(struct socket *s);
bool tcp_socket_writable(const struct socket *s);
enum host_error tcp_socket_listen(host_device d, int backlog);
enum host_error tcp_socket_accept(host_device d, host_device *connection);
enum host_error tcp_socket_shutdown(host_device d, enum host_shutdown how);
enum host_error tcp_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent);
enum host_error tcp_socket_receive(host_device d, void *to, size_t size, size_t *got);

enum host_error udp_socket_open(struct socket *s, uint32_t number);
enum host_error udp_socket_connect(struct socket *s, const ip_addr_t *a, uint16_t port);
void udp_socket_close(struct socket *s);
enum host_error udp_socket_send(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                const struct host_ancillary *beside);
enum host_error udp_socket_receive(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                   struct host_ancillary *beside);

enum host_error socket_option_set(host_device d, int level, int name, const void *value, size_t size);
enum host_error socket_option_get(host_device d, int level, int name, void *value, size_t *size);
enum host_error socket_membership(host_device d, bool join, const struct host_address *group,
                                  const struct host_address *by, uint32_t index);

bool interface_open(struct frames *f);
void interface_poll(struct frames *f);
bool interface_next(size_t index, struct host_interface *i, uint32_t *mtu);
bool interface_name_server(size_t index, struct host_address *a);

bool timers_open(struct frames *f);
/* Runs what is due; the monotonic time of the next. */
uint64_t timers_run(struct frames *f);
