/* platform/tender/sockets_data.c - bytes and datagrams through rings, and which sockets are ready. */
#include "platform/tender/tender.h"
#include <string.h>

enum { HEAD = sizeof(struct guest_datagram) };

/* -- streams ------------------------------------------------------------------------------------------------ */

/* The error of a connection that failed: once, as from the host; later sends find a broken pipe. */
static enum host_error failed(uint32_t slot, enum host_error later)
{
    struct device *v = device_of(slot);
    if (v->told_failure) return later;
    v->told_failure = true;
    return tender_error(-(int64_t)host_half(slot)->error);
}

static void sent_all(uint32_t slot) { guest_half(slot)->wishes &= ~(uint32_t)GUEST_SLOT_WANT_ROOM; }

enum host_error sockets_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent)
{
    if (!device(d)) return HOST_EBADF;
    uint32_t slot = slot_of(d), state = host_half(slot)->state;
    if (state & GUEST_SLOT_FAILED) return failed(slot, HOST_EPIPE);
    if (guest_half(slot)->wishes & GUEST_SLOT_SHUT_WRITE) return HOST_EPIPE;
    if (!(state & GUEST_SLOT_CONNECTED)) return HOST_ENOTCONN;
    for (size_t i = 0; i < count; i++) {
        uint32_t room = ring_room(slot), part = chunks[i].size < room ? (uint32_t)chunks[i].size : room;
        ring_put(slot, chunks[i].bytes, part);
        *sent += part;
        if (part == chunks[i].size) continue;
        ring_want_room(slot);
        return *sent ? HOST_OK : HOST_EAGAIN;
    }
    sent_all(slot);
    return HOST_OK;
}

enum host_error sockets_receive(host_device d, void *to, size_t size, size_t *got)
{
    if (!device(d)) return HOST_EBADF;
    uint32_t slot = slot_of(d), have = ring_received(slot), state = host_half(slot)->state;
    if (guest_half(slot)->wishes & GUEST_SLOT_SHUT_READ) return HOST_OK;
    if (!have && state & GUEST_SLOT_FAILED) return failed(slot, HOST_OK);
    if (!have) return state & GUEST_SLOT_END ? HOST_OK : state & GUEST_SLOT_CONNECTED ? HOST_EAGAIN : HOST_ENOTCONN;
    *got = have < size ? have : size;
    ring_get(slot, 0, to, (uint32_t)*got);
    ring_drop(slot, (uint32_t)*got);
    return HOST_OK;
}

/* -- datagrams ------------------------------------------------------------------------------------------------ */

static uint32_t record_bytes(uint32_t size) { return HEAD + ((size + 7) & ~7u); }

static enum host_error bind_somewhere(host_device d)
{
    if (host_half(slot_of(d))->name.family != GUEST_FAMILY_NONE) return HOST_OK;
    return tender_sockets()->bind(d, &(struct host_address){.family = device(d)->family});
}

enum host_error sockets_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                      const struct host_ancillary *beside)
{
    static const char zeros[8];
    struct guest_datagram head = {.size = (uint32_t)size};
    (void)beside; /* types of service and times to live mean nothing on this way */
    if (!device(d)) return HOST_EBADF;
    uint32_t slot = slot_of(d);
    if (to) address_to_tender(&head.address, to);
    else if (host_half(slot)->peer.family == GUEST_FAMILY_NONE) return HOST_EDESTADDRREQ;
    if (size > boot_record()->ring_bytes - HEAD - sizeof zeros) return HOST_EMSGSIZE;
    device(d)->used = true;
    enum host_error e = to ? sockets_local_error(to, HOST_OK) : HOST_OK;
    if (e == HOST_OK) e = bind_somewhere(d);
    if (e != HOST_OK) return e;
    if (ring_room(slot) < record_bytes(head.size)) {
        ring_want_room(slot);
        return HOST_EAGAIN;
    }
    ring_put(slot, &head, HEAD);
    ring_put(slot, bytes, head.size);
    ring_put(slot, zeros, record_bytes(head.size) - HEAD - head.size);
    sent_all(slot);
    return HOST_OK;
}

enum host_error sockets_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                         struct host_ancillary *beside)
{
    struct guest_datagram head;
    if (beside) beside->count = 0;
    if (!device(d)) return HOST_EBADF;
    uint32_t slot = slot_of(d), have = ring_received(slot);
    if (have < HEAD) return HOST_EAGAIN;
    ring_get(slot, 0, &head, HEAD);
    if (head.size > have - HEAD || record_bytes(head.size) > have) return HOST_EIO;
    *got = head.size < size ? head.size : size;
    ring_get(slot, HEAD, to, (uint32_t)*got);
    ring_drop(slot, record_bytes(head.size));
    address_from_tender(from, &head.address);
    return HOST_OK;
}

/* -- readiness -------------------------------------------------------------------------------------------------- */

static unsigned datagram_readiness(uint32_t slot)
{
    bool room = !(guest_half(slot)->wishes & GUEST_SLOT_WANT_ROOM) || ring_room(slot) == boot_record()->ring_bytes;
    return (ring_received(slot) >= HEAD ? READY_TO_READ : 0u) | (room ? READY_TO_WRITE : 0u);
}

unsigned slot_readiness(uint32_t slot)
{
    const struct device *v = device_of(slot);
    uint32_t state = host_half(slot)->state;
    if (v->listening) return v->first ? READY_TO_READ : 0;
    if (v->datagrams) return datagram_readiness(slot);
    if (state & GUEST_SLOT_FAILED) return READY_TO_READ | READY_TO_WRITE | READY_FAILED;
    if (!(state & GUEST_SLOT_CONNECTED)) return 0;
    bool end = state & GUEST_SLOT_END || guest_half(slot)->wishes & GUEST_SLOT_SHUT_READ;
    return (end || ring_received(slot) ? READY_TO_READ : 0u) | (ring_room(slot) ? READY_TO_WRITE : 0u);
}

bool sockets_watch(host_device d, unsigned interest)
{
    struct device *v = device(d);
    if (!v) return interest == 0;
    uint32_t slot = slot_of(d);
    v->interest = (uint8_t)interest;
    if (interest) start()->watched[slot / 64] |= UINT64_C(1) << slot % 64;
    else start()->watched[slot / 64] &= ~(UINT64_C(1) << slot % 64);
    if (interest & READY_TO_WRITE && ring_room(slot) == 0) ring_want_room(slot);
    return true;
}

/* The first watched slot from `from` on that is ready; GUEST_SLOTS_MAX: none. */
static uint32_t next_ready(uint32_t from, unsigned *ready)
{
    for (uint32_t word = from / 64; word < GUEST_SLOTS_MAX / 64; word++) {
        uint64_t set = start()->watched[word];
        if (word == from / 64) set &= ~UINT64_C(0) << from % 64;
        for (; set; set &= set - 1) {
            uint32_t slot = word * 64 + (uint32_t)__builtin_ctzll(set);
            *ready = slot_readiness(slot) & (device_of(slot)->interest | READY_FAILED);
            if (*ready) return slot;
        }
    }
    return GUEST_SLOTS_MAX;
}

bool sockets_ready(void)
{
    unsigned ready;
    return next_ready(0, &ready) < GUEST_SLOTS_MAX;
}

bool sockets_ready_next(host_device *d, unsigned *ready)
{
    uint32_t slot = start()->cursor < GUEST_SLOTS_MAX ? next_ready(start()->cursor, ready) : GUEST_SLOTS_MAX;
    start()->cursor = slot + 1;
    if (slot >= GUEST_SLOTS_MAX) return false;
    *d = SOCKET_DEVICES + (host_device)slot;
    return true;
}
