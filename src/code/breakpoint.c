/* code/breakpoint.c - the table of breakpoints: a hash table by address, with open addressing. */
#include "code/breakpoint.h"
#include "code/ops.h"
#include "code/tables.h"
#include "memory/memory.h"

enum { FIRST_ROOM = 64 };

static size_t home_of(const struct breakpoints *s, const uint32_t *at)
{
    return (size_t)((uintptr_t)at * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (s->room - 1);
}

/* The place of the one at `at`, or the free one where it belongs. */
static struct breakpoint **place_of(const struct breakpoints *s, const uint32_t *at)
{
    size_t i = home_of(s, at);
    while (s->slots[i] && s->slots[i]->at != at) i = (i + 1) & (s->room - 1);
    return &s->slots[i];
}

struct breakpoint *breakpoint_at(const uint32_t *at)
{
    const struct breakpoints *s = &code_state()->breakpoints;
    return s->room ? *place_of(s, at) : NULL;
}

static bool grow(struct breakpoints *s)
{
    struct breakpoints bigger = {.room = s->room ? 2 * s->room : FIRST_ROOM, .count = s->count};
    bigger.slots = memory_alloc_zeroed(MEMORY_CODE, bigger.room * sizeof(struct breakpoint *));
    if (!bigger.slots) return false;
    for (size_t i = 0; i < s->room; i++)
        if (s->slots[i]) *place_of(&bigger, s->slots[i]->at) = s->slots[i];
    memory_free(MEMORY_CODE, s->slots);
    *s = bigger;
    return true;
}

bool breakpoint_add(struct breakpoint *b, uint32_t *at)
{
    struct breakpoints *s = &code_state()->breakpoints;
    if (2 * (s->count + 1) > s->room && !grow(s)) return false;
    *b = (struct breakpoint){at, *at};
    *place_of(s, at) = b;
    s->count++;
    *at = (uint32_t)op_bodies[FORM_breakpoint];
    return true;
}

/* Those behind the place that becomes free move up unless they are at home. */
void breakpoint_remove(struct breakpoint *b)
{
    struct breakpoints *s = &code_state()->breakpoints;
    size_t at = (size_t)(place_of(s, b->at) - s->slots), mask = s->room - 1;
    for (size_t i = (at + 1) & mask; s->slots[i]; i = (i + 1) & mask) {
        if (((i - home_of(s, s->slots[i]->at)) & mask) < ((i - at) & mask)) continue;
        s->slots[at] = s->slots[i];
        at = i;
    }
    s->slots[at] = NULL;
    s->count--;
    *b->at = b->saved;
}

struct breakpoint *breakpoint_after(size_t *slot)
{
    const struct breakpoints *s = &code_state()->breakpoints;
    for (; *slot < s->room; ++*slot)
        if (s->slots[*slot]) return s->slots[*slot];
    return NULL;
}

uint32_t code_op_at(const uint32_t *at)
{
    const struct breakpoint *b = *at == (uint32_t)op_bodies[FORM_breakpoint] ? breakpoint_at(at) : NULL;
    return b ? b->saved : *at;
}
