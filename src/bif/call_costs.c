/* bif/call_costs.c - a hash table of processes and what they have spent. */
#include "bif/call_costs.h"
#include "memory/memory.h"

enum { FIRST_ROOM = 8 };

static struct call_cost *make_slots(size_t room)
{
    struct call_cost *slots = memory_alloc(MEMORY_SYSTEM, room * sizeof *slots);
    for (size_t i = 0; slots && i < room; i++) slots[i] = (struct call_cost){.pid = NO_TERM};
    return slots;
}

struct call_costs *call_costs_open(void)
{
    struct call_costs *c = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *c);
    if (c) c->slots = make_slots(FIRST_ROOM);
    if (c && c->slots) return c->room = FIRST_ROOM, c;
    memory_free(MEMORY_SYSTEM, c);
    return NULL;
}

void call_costs_free(struct call_costs *c)
{
    if (!c) return;
    memory_free(MEMORY_SYSTEM, c->slots);
    memory_free(MEMORY_SYSTEM, c);
}

void call_costs_reset(struct call_costs *c)
{
    for (size_t i = 0; i < c->room; i++) c->slots[i] = (struct call_cost){.pid = NO_TERM};
    c->count = 0;
    c->paused = false;
}

static struct call_cost *slot_of(struct call_cost *slots, size_t room, term pid)
{
    size_t i = (size_t)(pid.word * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (room - 1);
    while (is_term(slots[i].pid) && !same(slots[i].pid, pid)) i = (i + 1) & (room - 1);
    return &slots[i];
}

static bool grow(struct call_costs *c)
{
    struct call_cost *slots = make_slots(2 * c->room);
    if (!slots) return false;
    for (size_t i = 0; i < c->room; i++)
        if (is_term(c->slots[i].pid)) *slot_of(slots, 2 * c->room, c->slots[i].pid) = c->slots[i];
    memory_free(MEMORY_SYSTEM, c->slots);
    c->slots = slots;
    c->room *= 2;
    return true;
}

void call_costs_add(struct call_costs *c, term pid, uint64_t calls, uint64_t amount)
{
    struct call_cost *slot = slot_of(c->slots, c->room, pid);
    if (!is_term(slot->pid)) {
        if (2 * (c->count + 1) > c->room) {
            if (!grow(c)) return;
            slot = slot_of(c->slots, c->room, pid);
        }
        slot->pid = pid;
        c->count++;
    }
    slot->calls += calls;
    slot->amount += amount;
}
