/* process/registry.c - registered names, a hash table with linear probing. */
#include "process/registry.h"
#include "memory/memory.h"
#include "process/state.h"
#include "term/atoms.h"

enum { FIRST_ROOM = 64 };

static size_t home_of(const struct registry *r, term name)
{
    return (size_t)((name.word >> IMM_BITS) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (r->room - 1);
}

static struct registry_entry *entries_new(size_t room)
{
    struct registry_entry *e = memory_alloc(MEMORY_SYSTEM, room * sizeof *e);
    for (size_t i = 0; e && i < room; i++) e[i] = (struct registry_entry){NO_TERM, NO_TERM};
    return e;
}

bool registry_open(struct registry *r)
{
    *r = (struct registry){.entries = entries_new(FIRST_ROOM), .room = FIRST_ROOM};
    return r->entries != NULL;
}

/* The entry of `name`, or the free one where it belongs. */
static struct registry_entry *entry_for(const struct registry *r, term name)
{
    for (size_t i = home_of(r, name);; i = (i + 1) & (r->room - 1))
        if (!is_term(r->entries[i].name) || same(r->entries[i].name, name)) return &r->entries[i];
}

static bool grow(struct registry *r)
{
    struct registry bigger = {.entries = entries_new(2 * r->room), .room = 2 * r->room, .count = r->count};
    if (!bigger.entries) return false;
    for (size_t i = 0; i < r->room; i++)
        if (is_term(r->entries[i].name)) *entry_for(&bigger, r->entries[i].name) = r->entries[i];
    memory_free(MEMORY_SYSTEM, r->entries);
    *r = bigger;
    return true;
}

bool registry_add(term name, term id)
{
    struct registry *r = &processes()->registry;
    if (2 * (r->count + 1) > r->room && !grow(r)) return false;
    *entry_for(r, name) = (struct registry_entry){name, id};
    r->count++;
    if (same(name, A(kernel_safe_sup))) processes()->kernel_is_up = true;
    return true;
}

void registry_remove(term name)
{
    struct registry *r = &processes()->registry;
    struct registry_entry *hole = entry_for(r, name);
    if (!is_term(hole->name)) return;
    r->count--;
    /* Entries behind the hole move into it unless it lies before their home. */
    size_t at = (size_t)(hole - r->entries), mask = r->room - 1;
    for (size_t i = (at + 1) & mask; is_term(r->entries[i].name); i = (i + 1) & mask) {
        size_t home = home_of(r, r->entries[i].name);
        if (((i - home) & mask) < ((i - at) & mask)) continue;
        r->entries[at] = r->entries[i];
        at = i;
    }
    r->entries[at].name = NO_TERM;
}

term registry_find(term name)
{
    const struct registry_entry *e = entry_for(&processes()->registry, name);
    return is_term(e->name) ? e->id : NO_TERM;
}

size_t registry_count(void) { return processes()->registry.count; }

void registry_names(term *to)
{
    const struct registry *r = &processes()->registry;
    for (size_t i = 0; i < r->room; i++)
        if (is_term(r->entries[i].name)) *to++ = r->entries[i].name;
}
