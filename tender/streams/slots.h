/* tender/streams/slots.h - the host's side of slots and rings: bytes between sockets and a guest that is not trusted.
 *
 * What stands in memory that the guest can write is read once by slot_refresh(), checked, and kept here; what the
 * guest is told is kept here too, and only copied out. */
#pragma once
#include "tender/memory.h"
#include <sys/uio.h>

struct slot {
    enum guest_slot_kind kind;
    int fd; /* the host's socket; -1: none */
    uint32_t state, error, serial, wishes;
    uint32_t received_put, received_taken, sent_put, sent_taken;
    uint32_t listener; /* for a connection: the slot it came from */
    uint32_t other;    /* for a connection within the guest: its other end; 0: none */
    uint32_t backlog;
    bool readable, writable, hung_up; /* what epoll said, edge by edge */
    bool connecting, shut, was_peer;
    uint16_t family;
    struct guest_address name, peer; /* family NONE: not bound, not connected */
};

struct slots {
    struct slot *all;
    uint32_t count, ring_bytes;
    struct guest_slot_host *host_halves;
    struct guest_slot *guest_halves;
    struct guest_shared *shared;
    uint8_t *receive, *send;
};

bool slots_open(struct slots *s, const struct memory *m, struct complaint *c);
void slots_close(struct slots *s);

/* A free slot, now taken; 0: there is none. */
uint32_t slot_take(struct slots *s, enum guest_slot_kind kind);
/* Closes its socket; the guest may be given the slot again. */
void slot_free(struct slots *s, uint32_t i);
/* Copies what the guest may know of a slot to where it reads it, and says that it changed. */
void slot_tell(struct slots *s, uint32_t i);
void slot_fail(struct slots *s, uint32_t i, int error);

/* Reads the guest's half. False: its counters are impossible, or it wishes what it may not. */
bool slot_refresh(struct slots *s, uint32_t i);

/* Room in the receive ring, at most two stretches; how many of them there are. */
int slot_room(const struct slots *s, uint32_t i, struct iovec v[2]);
void slot_put(struct slots *s, uint32_t i, size_t bytes);
/* Bytes in the send ring. */
int slot_pending(const struct slots *s, uint32_t i, struct iovec v[2]);
void slot_took(struct slots *s, uint32_t i, size_t bytes);
static inline uint32_t slot_pending_bytes(const struct slot *s) { return s->sent_put - s->sent_taken; }
static inline uint32_t slot_room_bytes(const struct slots *s, const struct slot *one)
{
    return s->ring_bytes - (one->received_put - one->received_taken);
}
/* Copies from one slot's send ring to another's receive ring; how many bytes. */
size_t slot_move(struct slots *s, uint32_t from, uint32_t to);

/* The next slot that the guest rang for, in no order; false: no more. */
bool slots_next_rung(struct slots *s, uint32_t *i);
/* Is anything to be told to the guest? */
bool slots_have_news(const struct slots *s);
