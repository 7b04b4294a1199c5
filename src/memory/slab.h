/* memory/slab.h - private to memory/: the fast paths of small blocks. */
#pragma once
#include "memory/pages.h"
#include "memory/poison.h"

enum { CLASSES_BY_UNIT = 8 }; /* 16, 32 ... 128 bytes; then four classes for each power of two */

static inline unsigned slab_class(size_t bytes)
{
    if (bytes <= UNIT_BYTES * CLASSES_BY_UNIT) return (unsigned)(bytes + UNIT_BYTES - 1 + !bytes) / UNIT_BYTES - 1;
    unsigned log = 63 - (unsigned)__builtin_clzl(bytes - 1);
    return CLASSES_BY_UNIT + (log - 7) * 4 + (unsigned)((bytes - 1) >> (log - 2) & 3);
}

/* The chain of free blocks runs through their first words, which the sanitizer sees as poisoned. */
static UNCHECKED void *chain_next(void *block) { return *(void **)block; }
static UNCHECKED void chain_set(void *block, void *next) { *(void **)block = next; }

#ifdef DEBUG
/* Notes that a block is taken (or free); a block freed twice, or one that never was, ends the machine. */
static inline void slab_note(struct page *slab, const void *block, bool taken)
{
    size_t at = (uintptr_t)block - (uintptr_t)page_address(memory(), slab);
    size_t unit = at % PAGE_BYTES / UNIT_BYTES;
    uint64_t *live = &slab[at / PAGE_BYTES].live[unit / 64], bit = UINT64_C(1) << unit % 64;
    ENSURE(!(*live & bit) == taken);
    *live ^= bit;
}
#else
static inline void slab_note(struct page *slab, const void *block, bool taken) { (void)slab, (void)block, (void)taken; }
#endif

static inline size_t slab_block_bytes(const struct page *slab) { return (size_t)slab->units * UNIT_BYTES; }

/* A block of a class, counted in m->used[kind]; NULL: no memory. */
static inline void *slab_alloc(struct memory *m, enum memory_kind kind, unsigned class)
{
    struct page *slab = m->current[class];
    void *block = slab->blocks;
    if (__builtin_expect(block != NULL, 1)) {
        slab->blocks = chain_next(block);
        slab->used++;
    } else {
        block = slab_alloc_slowly(m, class);
        if (!block) return NULL;
        slab = m->current[class];
    }
    m->used[kind] += slab_block_bytes(slab);
    slab_note(slab, block, true);
    return block;
}

static inline void slab_free(struct memory *m, enum memory_kind kind, struct page *slab, void *block)
{
    slab_note(slab, block, false);
    m->used[kind] -= slab_block_bytes(slab);
    poison(block, slab_block_bytes(slab));
    /* A slab is left only when it is full, so one that is not current and has no free block is full. */
    bool was_full = !slab->blocks;
    chain_set(block, slab->blocks);
    slab->blocks = block;
    slab->used--;
    if (!slab->current && (was_full || slab->used == 0)) slab_freed(m, slab, was_full);
}
