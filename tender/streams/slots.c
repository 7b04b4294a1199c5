/* tender/streams/slots.c - the table of slots, and bytes in and out of their rings. */
#include "tender/streams/slots.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool slots_open(struct slots *s, const struct memory *m, struct complaint *c)
{
    uint64_t rings = (uint64_t)m->slots * m->ring_bytes;
    *s = (struct slots){.count = m->slots, .ring_bytes = m->ring_bytes};
    s->all = calloc(s->count, sizeof *s->all);
    s->host_halves = memory_at(m, GUEST_SLOTS_HOST, m->slots * sizeof *s->host_halves);
    s->guest_halves = memory_at(m, GUEST_SLOTS, m->slots * sizeof *s->guest_halves);
    s->shared = memory_at(m, GUEST_SHARED, sizeof *s->shared);
    s->receive = memory_at(m, GUEST_RECEIVE, rings);
    s->send = memory_at(m, GUEST_SEND, rings);
    if (!s->all) return complain(c, "the host gives no memory.");
    for (uint32_t i = 0; i < s->count; i++) s->all[i].fd = -1;
    for (uint32_t i = 0; i < GUEST_SLOT_FIRST; i++) s->all[i].kind = GUEST_SLOT_TERMINAL, slot_tell(s, i);
    s->shared->to_guest[0] = 0; /* no news at the start */
    return true;
}

void slots_close(struct slots *s)
{
    for (uint32_t i = 0; i < s->count && s->all; i++)
        if (s->all[i].fd >= 0) close(s->all[i].fd);
    free(s->all);
}

/* -- taking, telling ---------------------------------------------------------------------------------- */

uint32_t slot_take(struct slots *s, enum guest_slot_kind kind)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->count; i++) {
        struct slot *one = &s->all[i];
        if (one->kind != GUEST_SLOT_FREE) continue;
        *one = (struct slot){.kind = kind, .fd = -1, .serial = one->serial + 1};
        s->guest_halves[i] = (struct guest_slot){0};
        return i;
    }
    return 0;
}

static void ring_bell(struct slots *s, uint32_t i)
{
    __atomic_fetch_or(&s->shared->to_guest[i / 64], UINT64_C(1) << i % 64, __ATOMIC_RELEASE);
}

void slot_tell(struct slots *s, uint32_t i)
{
    const struct slot *one = &s->all[i];
    s->host_halves[i] = (struct guest_slot_host){.kind = one->kind,
                                                 .state = one->state,
                                                 .error = one->error,
                                                 .serial = one->serial,
                                                 .listener = one->listener,
                                                 .received_put = one->received_put,
                                                 .sent_taken = one->sent_taken,
                                                 .name = one->name,
                                                 .peer = one->peer};
    ring_bell(s, i);
}

void slot_fail(struct slots *s, uint32_t i, int error)
{
    struct slot *one = &s->all[i];
    one->state = (one->state & ~(uint32_t)GUEST_SLOT_CONNECTED) | GUEST_SLOT_FAILED;
    one->error = (uint32_t)error;
    one->connecting = false;
    slot_tell(s, i);
}

void slot_free(struct slots *s, uint32_t i)
{
    struct slot *one = &s->all[i];
    if (one->fd >= 0) close(one->fd);
    *one = (struct slot){.fd = -1, .serial = one->serial};
    slot_tell(s, i);
    __atomic_fetch_and(&s->shared->to_guest[i / 64], ~(UINT64_C(1) << i % 64), __ATOMIC_RELEASE);
}

/* -- the guest's half ----------------------------------------------------------------------------------- */

bool slot_refresh(struct slots *s, uint32_t i)
{
    struct slot *one = &s->all[i];
    const volatile struct guest_slot *half = &s->guest_halves[i];
    uint32_t put = half->sent_put, taken = half->received_taken, wishes = half->wishes;
    if (put - one->sent_taken > s->ring_bytes || put - one->sent_taken < one->sent_put - one->sent_taken) return false;
    if (taken - one->received_taken > one->received_put - one->received_taken) return false;
    one->sent_put = put;
    one->received_taken = taken;
    one->wishes = wishes;
    return true;
}

/* -- rings ------------------------------------------------------------------------------------------------ */

static int stretches(uint8_t *ring, uint32_t size, uint32_t from, uint32_t bytes, struct iovec v[2])
{
    uint32_t at = from & (size - 1), first = bytes < size - at ? bytes : size - at;
    v[0] = (struct iovec){ring + at, first};
    v[1] = (struct iovec){ring, bytes - first};
    return bytes == 0 ? 0 : bytes > first ? 2 : 1;
}

int slot_room(const struct slots *s, uint32_t i, struct iovec v[2])
{
    const struct slot *one = &s->all[i];
    uint8_t *ring = s->receive + (size_t)i * s->ring_bytes;
    return stretches(ring, s->ring_bytes, one->received_put, slot_room_bytes(s, one), v);
}

void slot_put(struct slots *s, uint32_t i, size_t bytes)
{
    s->all[i].received_put += (uint32_t)bytes;
    __atomic_store_n(&s->host_halves[i].received_put, s->all[i].received_put, __ATOMIC_RELEASE);
    ring_bell(s, i);
}

int slot_pending(const struct slots *s, uint32_t i, struct iovec v[2])
{
    const struct slot *one = &s->all[i];
    uint8_t *ring = s->send + (size_t)i * s->ring_bytes;
    return stretches(ring, s->ring_bytes, one->sent_taken, slot_pending_bytes(one), v);
}

void slot_took(struct slots *s, uint32_t i, size_t bytes)
{
    s->all[i].sent_taken += (uint32_t)bytes;
    __atomic_store_n(&s->host_halves[i].sent_taken, s->all[i].sent_taken, __ATOMIC_RELEASE);
    if (bytes && s->all[i].wishes & GUEST_SLOT_WANT_ROOM) ring_bell(s, i);
}

size_t slot_move(struct slots *s, uint32_t from, uint32_t to)
{
    struct iovec have[2], room[2];
    size_t moved = 0;
    for (;;) {
        if (!slot_pending(s, from, have) || !slot_room(s, to, room)) return moved;
        size_t bytes = have[0].iov_len < room[0].iov_len ? have[0].iov_len : room[0].iov_len;
        memcpy(room[0].iov_base, have[0].iov_base, bytes);
        slot_took(s, from, bytes);
        slot_put(s, to, bytes);
        moved += bytes;
    }
}

/* -- bells ---------------------------------------------------------------------------------------------------- */

bool slots_next_rung(struct slots *s, uint32_t *i)
{
    for (uint32_t word = 0; word < (s->count + 63) / 64; word++) {
        uint64_t set = __atomic_load_n(&s->shared->to_host[word], __ATOMIC_ACQUIRE);
        if (!set) continue;
        uint32_t bit = (uint32_t)__builtin_ctzll(set);
        __atomic_fetch_and(&s->shared->to_host[word], ~(UINT64_C(1) << bit), __ATOMIC_ACQ_REL);
        if (word * 64 + bit >= s->count) continue;
        *i = word * 64 + bit;
        return true;
    }
    return false;
}

bool slots_have_news(const struct slots *s)
{
    for (uint32_t word = 0; word < (s->count + 63) / 64; word++)
        if (__atomic_load_n(&s->shared->to_guest[word], __ATOMIC_ACQUIRE)) return true;
    return false;
}
