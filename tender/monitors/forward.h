/* tender/monitors/forward.h - published ports of a guest with an address of its own: what comes there is carried to it, and back.
 *
 * All of it waits in one epoll, which whoever runs the monitor watches beside its own descriptors; no call here waits.  So
 * many connections and senders are carried at once and no more: further connections wait in the host's backlog, and the sender that came
 * first makes room for a new one.
 */
#pragma once
#include "tender/complaint.h"
#include "tender/streams/policy.h"
#include <netinet/in.h>
#include <stdint.h>
#include <sys/epoll.h>

enum { FORWARD_STREAMS = 256, FORWARD_SENDERS = 256, FORWARD_BUFFER = 16 << 10, FORWARD_DATAGRAM = 64 << 10 };
enum forward_side { FORWARD_CLIENT, FORWARD_GUEST };

/* What one side said and the other has not taken yet. */
struct forward_half {
    uint32_t first, size;
    bool ended, told; /* it says no more; the other side knows */
    char bytes[FORWARD_BUFFER];
};

struct forward_stream {
    bool open, connecting;
    int fd[2];                   /* by side */
    uint32_t events[2];          /* what each is watched for; 0: not at all */
    struct forward_half half[2]; /* what the side said */
};

/* Who wrote to a published port, and the socket whose datagrams the guest takes to be his. */
struct forward_sender {
    int fd; /* 0: nobody */
    uint32_t published;
    struct sockaddr_storage from;
    socklen_t from_size;
};

struct forward {
    const struct policy *policy;
    int epoll;
    struct in_addr guest; /* 0: not known yet, and connections wait */
    bool full, said;      /* no connection is taken; why the guest cannot be reached has been said */
    uint32_t streams_open, next_sender;
    struct forward_stream streams[FORWARD_STREAMS];
    struct forward_sender senders[FORWARD_SENDERS];
    char datagram[FORWARD_DATAGRAM];
};

/* For the published ports of a policy, which stays; NULL: the host gives nothing. */
struct forward *forward_open(const struct policy *p, struct complaint *c);
/* From now on what comes is carried to this address.  The guest says which it is, so it is taken only if it is that of another machine in a
 * network that the host is part of. */
bool forward_aim(struct forward *f, const char *address, struct complaint *c);
bool forward_to(struct forward *f, struct in_addr guest, struct complaint *c);
/* Does what can be done when the epoll is readable. */
void forward_serve(struct forward *f);
void forward_close(struct forward *f);

/* -- what the files share --------------------------------------------------------------------------------------------- */

enum forward_kind { FORWARD_PUBLISHED, FORWARD_STREAM, FORWARD_SENDER };

/* `events` 0: not any more. */
bool forward_watch(struct forward *f, int fd, uint32_t before, uint32_t events, enum forward_kind kind, uint32_t index,
                   enum forward_side side);
/* A socket on its way to the guest's port; -1: there is no way, and the first time that is said. */
int forward_connect(struct forward *f, int type, uint16_t port);
/* Connections are taken, or left in the backlog. */
void forward_take_more(struct forward *f, bool take);

void forward_accept(struct forward *f, const struct published *from);
void forward_carry(struct forward *f, uint32_t index, enum forward_side side, uint32_t events);
void forward_stream_drop(struct forward *f, struct forward_stream *s, bool reset);

void forward_receive(struct forward *f, uint32_t published);
void forward_answer(struct forward *f, uint32_t sender);
