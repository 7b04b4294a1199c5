/* process/wheel.c - the timing wheel: see wheel.h. */
#include "process/wheel.h"
#include "base/check.h"

enum { READY = WHEEL_LEVELS * WHEEL_SLOTS };

void wheel_open(struct wheel *w, int64_t now) { w->now = now; }

static struct wheel_slot *slot_of(struct wheel *w, unsigned slot)
{
    return slot == READY ? &w->ready : &w->slots[slot];
}

/* The slot for a time: by the highest digit in which it differs from now. */
static unsigned slot_for(const struct wheel *w, int64_t due)
{
    if (due <= w->now) return READY;
    int64_t horizon = w->now | ((INT64_C(1) << (WHEEL_BITS * WHEEL_LEVELS)) - 1);
    if (due > horizon) due = horizon;
    uint64_t differ = (uint64_t)(due ^ w->now);
    if (differ == 0) return READY;
    unsigned level = (unsigned)(63 - __builtin_clzll(differ)) / WHEEL_BITS;
    return level * WHEEL_SLOTS + ((uint64_t)due >> (WHEEL_BITS * level) & (WHEEL_SLOTS - 1));
}

static void hang(struct wheel *w, struct wheel_entry *e)
{
    unsigned slot = slot_for(w, e->due);
    struct wheel_slot *s = slot_of(w, slot);
    e->slot = (uint16_t)slot;
    e->next = NULL;
    e->previous = s->last;
    if (s->last) s->last->next = e;
    else s->first = e;
    s->last = e;
    if (slot != READY) w->used[slot / WHEEL_SLOTS] |= UINT64_C(1) << slot % WHEEL_SLOTS;
}

void wheel_start(struct wheel *w, struct wheel_entry *e, int64_t due)
{
    EXPECT(!e->started);
    e->due = due;
    e->started = true;
    w->count++;
    hang(w, e);
}

void wheel_stop(struct wheel *w, struct wheel_entry *e)
{
    if (!e->started) return;
    struct wheel_slot *s = slot_of(w, e->slot);
    if (e->previous) e->previous->next = e->next;
    else s->first = e->next;
    if (e->next) e->next->previous = e->previous;
    else s->last = e->previous;
    if (!s->first && e->slot != READY) w->used[e->slot / WHEEL_SLOTS] &= ~(UINT64_C(1) << e->slot % WHEEL_SLOTS);
    e->started = false;
    w->count--;
}

/* The first used slot in order of time, and when it begins; false: none. */
static bool first_slot(const struct wheel *w, unsigned *slot, int64_t *begins)
{
    for (unsigned level = 0; level < WHEEL_LEVELS; level++) {
        if (!w->used[level]) continue;
        unsigned digit = (unsigned)__builtin_ctzll(w->used[level]), shift = WHEEL_BITS * level;
        *slot = level * WHEEL_SLOTS + digit;
        *begins = (w->now >> shift & ~INT64_C(63)) << shift | (int64_t)digit << shift;
        return true;
    }
    return false;
}

/* Now is where the slot begins: its entries are due, or differ in a lower digit. */
static void spill(struct wheel *w, unsigned slot)
{
    struct wheel_entry *e = w->slots[slot].first, *next;
    w->slots[slot] = (struct wheel_slot){NULL, NULL};
    w->used[slot / WHEEL_SLOTS] &= ~(UINT64_C(1) << slot % WHEEL_SLOTS);
    for (; e; e = next) {
        next = e->next;
        hang(w, e);
    }
}

struct wheel_entry *wheel_due(struct wheel *w, int64_t now)
{
    while (!w->ready.first) {
        unsigned slot;
        int64_t begins;
        if (!first_slot(w, &slot, &begins) || begins > now) {
            if (now > w->now) w->now = now;
            return NULL;
        }
        w->now = begins;
        spill(w, slot);
    }
    struct wheel_entry *e = w->ready.first;
    wheel_stop(w, e);
    return e;
}

int64_t wheel_next(const struct wheel *w)
{
    unsigned slot;
    int64_t begins;
    if (w->ready.first) return w->now;
    return first_slot(w, &slot, &begins) ? begins : INT64_MAX;
}
