/* tender/streams/streams.h - sockets of the guest: calls that make them, and the work on their rings.
 *
 * A connection within the guest is two slots that name each other; one to the outside has a socket of the
 * host's, edge-triggered in one epoll set.  Nothing here waits. */
#pragma once
#include "tender/streams/policy.h"
#include "tender/streams/slots.h"

enum { DATAGRAM_MAX = 65507 };

struct streams {
    struct slots slots;
    struct policy *policy;
    int epoll;
    uint16_t next_port; /* where the search for a free one goes on */
    _Alignas(struct guest_datagram) uint8_t datagram[sizeof(struct guest_datagram) + DATAGRAM_MAX + 8];
};

/* `policy` stays the caller's. */
bool streams_open(struct streams *s, const struct memory *m, struct policy *policy, struct complaint *c);
void streams_close(struct streams *s);

/* -- calls of the guest: 0 or more, or minus an errno ------------------------------------------------------ */

int64_t streams_make(struct streams *s, uint64_t kind, uint64_t family);
int64_t streams_bind(struct streams *s, uint64_t slot, const struct guest_address *a);
int64_t streams_listen(struct streams *s, uint64_t slot, uint64_t backlog);
int64_t streams_connect(struct streams *s, uint64_t slot, const struct guest_address *a);

/* -- work ---------------------------------------------------------------------------------------------------- */

/* Does what the guest rang for. False: it broke the rules of a ring. */
bool streams_pump(struct streams *s);
/* Takes what epoll has to say, without waiting. */
void streams_ready(struct streams *s);
/* Are there bytes that were sent and have not left? */
bool streams_unsent(const struct streams *s);

/* -- between the files of this folder ---------------------------------------------------------------------------- */

/* The slot's name is the guest's `a`; port 0 is replaced by a free one. 0 or minus an errno. */
int64_t names_bind(struct streams *s, uint32_t slot, const struct guest_address *a);
/* The slot of this kind that is to be reached under `a`; 0: none. */
uint32_t names_find(const struct streams *s, enum guest_slot_kind kind, const struct guest_address *a);
/* The one of this kind at the port that is for others, whatever its address and family; 0: none. */
uint32_t names_published(const struct streams *s, enum guest_slot_kind kind, uint16_t port);
/* Connections that the listener brought and the program has not taken yet. */
uint32_t names_waiting(const struct streams *s, uint32_t listener);

int64_t local_connect(struct streams *s, uint32_t slot, const struct guest_address *to);
void local_retry(struct streams *s); /* those that wait for a backlog */
bool local_serve(struct streams *s, uint32_t slot);

int64_t socket_connect(struct streams *s, uint32_t slot, const struct guest_address *to);
void socket_serve(struct streams *s, uint32_t slot);
void socket_ready(struct streams *s, uint32_t slot, uint32_t events);
void sockets_accept(struct streams *s);

bool datagram_serve(struct streams *s, uint32_t slot);
void datagram_ready(struct streams *s, uint32_t slot);
/* Is there room for a datagram, if a small one? */
bool datagram_has_room(const struct streams *s, uint32_t slot);
/* Where the bytes of one that comes are put, DATAGRAM_MAX at most; then they have come from `from`. */
void *datagram_bytes(struct streams *s);
void datagram_arrived(struct streams *s, uint32_t slot, const struct sockaddr_storage *from, uint32_t bytes);

void inbound_take(struct streams *s, struct published *p);
/* Sends it, if it is for somebody who wrote to the port that the slot is published under. False: it is not. */
bool inbound_answer(struct streams *s, uint32_t slot, const struct guest_datagram *d);

/* A listener is gone, and the connections that it brought and nobody took. */
void listener_close(struct streams *s, uint32_t slot);
