/* platform/sim/endpoint.h - the ends of pretend connections, and what is on its way to them. */
#pragma once
#include "platform/sim/sim.h"

enum endpoint_state { ENDPOINT_FRESH, ENDPOINT_LISTENING, ENDPOINT_CONNECTING, ENDPOINT_CONNECTED, ENDPOINT_ENDED };
enum segment_kind { SEGMENT_DATA, SEGMENT_END, SEGMENT_RESET };

struct segment {
    struct segment *next;
    uint64_t due;
    enum segment_kind kind;
    struct host_address from;     /* datagrams */
    struct host_ancillary beside; /* datagrams */
    size_t at, size;              /* bytes[at..size) are still to be read */
    uint8_t bytes[];
};

enum {
    OPTION_BYTES_MAX = 16,
    BACKLOG_MAX = 4096,
    STREAM_ROOM = 1 << 18,
    DATAGRAMS_MAX = 1 << 18,
    DATAGRAM_MAX = 65507
};

struct endpoint {
    struct endpoint *next; /* of all */
    enum host_family family;
    enum host_socket_type type;
    enum endpoint_state state;
    bool bound, read_shut, write_shut, queued; /* queued: nobody has accepted it yet */
    struct host_address name, peer_name;
    struct endpoint *peer;               /* of a stream; NULL: gone */
    struct segment *first, **last;       /* what arrives, in order */
    size_t bytes;                        /* of it */
    uint64_t due;                        /* when a connection is there, or refused */
    enum host_error failure;             /* for host_socket_failure() */
    struct endpoint *listener, *waiting; /* of a queued connection; the next that waits */
    int backlog, backlog_max;
    bool linger;
    int linger_seconds;
    struct {
        uint8_t size, bytes[OPTION_BYTES_MAX];
    } options[HOST_OPTIONS];
};

struct endpoint *endpoint_new(enum host_family family, enum host_socket_type type);
/* Sends something to an endpoint, so that it arrives in a while, after all that was sent before. False: no memory. */
bool endpoint_deliver(struct endpoint *to, enum segment_kind kind, struct segment *s);
struct segment *segment_new(const struct host_chunk *chunks, size_t count, size_t size);
/* The first segment that is there, or NULL. */
struct segment *endpoint_arrived(const struct endpoint *e);
void endpoint_take(struct endpoint *e); /* the first segment */
/* Connecting is over, one way or the other, when its time has come. */
void endpoint_settle(struct endpoint *e);
/* Both ends hear that the connection broke. */
void endpoint_break(struct endpoint *e);
/* Delay on the way, in nanoseconds. */
uint64_t network_delay(void);

/* NULL and *e: no socket. */
struct endpoint *endpoint_of(host_device d, enum host_error *e);
/* A number that an option holds. */
int endpoint_option(const struct endpoint *e, enum host_option o);
void endpoint_default_options(struct endpoint *e);

/* names of sockets: sockets.c */
struct endpoint *endpoint_at(const struct host_address *a, enum host_socket_type type, bool listening);
/* Who gets a datagram: a connected socket takes its peer's only. */
struct endpoint *endpoint_for_datagram(const struct host_address *a, const struct host_address *from);
/* Is that path a socket's, or one that was? */
bool path_is_there(const struct host_address *a);
enum host_error endpoint_bind_any(struct endpoint *e, const struct host_address *towards);
bool address_is_here(const struct host_address *a);
