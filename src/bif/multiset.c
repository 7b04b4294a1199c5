/* bif/multiset.c - a multiset of terms: see multiset.h. */
#include "bif/multiset.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/hash.h"

void multiset_close(struct multiset *m)
{
    memory_free(MEMORY_SYSTEM, m->slots);
    memory_free(MEMORY_SYSTEM, m->elements);
    memory_free(MEMORY_SYSTEM, m->entries);
}

bool multiset_open(struct multiset *m, size_t size)
{
    size_t slots = 16;
    while (slots < 2 * size) slots *= 2;
    m->mask = slots - 1;
    m->slots = memory_alloc(MEMORY_SYSTEM, slots * sizeof *m->slots);
    m->elements = memory_alloc(MEMORY_SYSTEM, size * sizeof *m->elements);
    m->entries = memory_alloc(MEMORY_SYSTEM, size * sizeof *m->entries);
    return m->slots && m->elements && m->entries;
}

static uint32_t *multiset_slot(const struct multiset *m, term element, uint32_t *hash)
{
    uint64_t all = term_hash(element);
    *hash = (uint32_t)(all >> 32);
    for (size_t at = all;; at++) {
        uint32_t *slot = &m->slots[at & m->mask];
        if (!*slot) return slot;
        if (m->entries[*slot - 1].hash == *hash && term_equal(m->elements[*slot - 1], element)) return slot;
    }
}

struct entry *multiset_find(const struct multiset *m, term element)
{
    uint32_t hash, slot = *multiset_slot(m, element, &hash);
    return slot ? &m->entries[slot - 1] : NULL;
}

void multiset_add(struct multiset *m, term element)
{
    uint32_t hash, *slot = multiset_slot(m, element, &hash);
    if (!*slot) {
        m->elements[m->used] = element;
        m->entries[m->used] = (struct entry){.hash = hash};
        *slot = (uint32_t)++m->used;
    }
    m->entries[*slot - 1].count++;
}
