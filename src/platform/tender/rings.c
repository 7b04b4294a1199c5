/* platform/tender/rings.c - bytes in and out of rings, and the console's. */
#include "platform/tender/tender.h"
#include <string.h>

static uint8_t *send_ring(uint32_t slot)
{
    return (uint8_t *)(GUEST_SEND + (uint64_t)slot * boot_record()->ring_bytes);
}
static const uint8_t *receive_ring(uint32_t slot)
{
    return (const uint8_t *)(GUEST_RECEIVE + (uint64_t)slot * boot_record()->ring_bytes);
}

void ring_bell(uint32_t slot) { shared_page()->to_host[slot / 64] |= UINT64_C(1) << slot % 64; }

void ring_want_room(uint32_t slot)
{
    guest_half(slot)->wishes |= GUEST_SLOT_WANT_ROOM;
    ring_bell(slot);
}

void ring_get(uint32_t slot, uint32_t skip, void *to, uint32_t bytes)
{
    uint32_t size = boot_record()->ring_bytes, at = (guest_half(slot)->received_taken + skip) & (size - 1);
    uint32_t first = bytes < size - at ? bytes : size - at;
    memcpy(to, receive_ring(slot) + at, first);
    memcpy((uint8_t *)to + first, receive_ring(slot), bytes - first);
}

/* The tender need not hear of room that it did not lack: it looks when it has bytes for us. */
void ring_drop(uint32_t slot, uint32_t bytes)
{
    bool was_tight = ring_received(slot) > boot_record()->ring_bytes / 2;
    guest_half(slot)->received_taken += bytes;
    if (was_tight || device_of(slot)->datagrams || slot < GUEST_SLOT_FIRST) ring_bell(slot);
}

void ring_put(uint32_t slot, const void *from, uint32_t bytes)
{
    uint32_t size = boot_record()->ring_bytes, at = guest_half(slot)->sent_put & (size - 1);
    uint32_t first = bytes < size - at ? bytes : size - at;
    memcpy(send_ring(slot) + at, from, first);
    memcpy(send_ring(slot), (const uint8_t *)from + first, bytes - first);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    guest_half(slot)->sent_put += bytes;
    ring_bell(slot);
}

/* -- the console ------------------------------------------------------------------------------------------ */

/* The tender writes one ring after the other: what was written before to the other one goes first. */
void tender_console_write(const char *text, size_t size, bool error)
{
    uint32_t slot = error ? GUEST_SLOT_ERROR : GUEST_SLOT_CONSOLE,
             other = error ? GUEST_SLOT_CONSOLE : GUEST_SLOT_ERROR;
    if (guest_half(other)->sent_put != host_half(other)->sent_taken) tender_call(GUEST_CALL_WAIT, 0, 0);
    while (size > 0) {
        uint32_t part = ring_room(slot);
        if (part > size) part = (uint32_t)size;
        ring_put(slot, text, part);
        text += part, size -= part;
        if (size > 0) tender_call(GUEST_CALL_WAIT, 0, 0);
    }
}

enum host_error tender_console_read(char *to, size_t room, size_t *got)
{
    uint32_t have = ring_received(GUEST_SLOT_CONSOLE);
    *got = have < room ? have : room;
    if (*got == 0) return host_half(GUEST_SLOT_CONSOLE)->state & GUEST_SLOT_END ? HOST_OK : HOST_EAGAIN;
    ring_get(GUEST_SLOT_CONSOLE, 0, to, (uint32_t)*got);
    ring_drop(GUEST_SLOT_CONSOLE, (uint32_t)*got);
    return HOST_OK;
}
