/* memory/slab.c - small blocks, by classes of size.
 *
 * A slab is a run cut into blocks of one class: sixteen bytes apart up to 128, then
 * four classes for each power of two.  A class has one current slab, from which
 * blocks are taken until it is full, and a list of others that are not full.
 */
#include "memory/slab.h"
#include "platform/platform.h"
#include <string.h>

enum { BLOCKS_MAX = PAGE_BYTES / UNIT_BYTES, SYSTEM_PAGE = 4096 };

static size_t class_bytes(unsigned class)
{
    if (class < CLASSES_BY_UNIT) return UNIT_BYTES * (class + 1);
    unsigned log = 7 + (class - CLASSES_BY_UNIT) / 4;
    return ((size_t)(class - CLASSES_BY_UNIT) % 4 + 5) << (log - 2);
}

static uint32_t *partial_of(struct memory *m, const struct page *slab)
{
    return &m->partial[slab_class(slab_block_bytes(slab))];
}

/* Pages of a slab: enough for at least eight blocks. */
static uint32_t slab_pages(size_t bytes) { return bytes <= 1024 ? 1 : bytes <= 4096 ? 4 : 8; }

void slabs_open(struct memory *m)
{
    for (unsigned class = 0; class < CLASSES; class ++) m->current[class] = &m->no_slab;
}

static struct page *slab_new(struct memory *m, unsigned class)
{
    size_t bytes = class_bytes(class);
    uint32_t pages = slab_pages(bytes);
    struct page *slab = run_alloc(m, pages);
    if (!slab) return NULL;
    for (uint32_t i = 0; i < pages; i++) {
        slab[i].state = PAGE_SLAB;
        slab[i].back = i;
#ifdef DEBUG
        __builtin_memset(slab[i].live, 0, sizeof slab[i].live);
#endif
    }
    slab->current = false;
    slab->units = (uint16_t)(bytes / UNIT_BYTES);
    slab->used = slab->carved = 0;
    slab->blocks = NULL;
    poison(page_address(m, slab), (size_t)pages << PAGE_BITS);
    return slab;
}

static void partial_add(struct memory *m, struct page *slab)
{
    uint32_t *first = partial_of(m, slab);
    slab->previous = 0;
    slab->next = *first;
    if (*first) m->pages[*first].previous = page_index(m, slab);
    *first = page_index(m, slab);
}

static void partial_remove(struct memory *m, struct page *slab)
{
    if (slab->next) m->pages[slab->next].previous = slab->previous;
    if (slab->previous) m->pages[slab->previous].next = slab->next;
    else *partial_of(m, slab) = slab->next;
}

/* Another current slab for a class whose current one is full. */
static struct page *slab_replace(struct memory *m, unsigned class)
{
    uint32_t index = m->partial[class];
    struct page *slab = index ? &m->pages[index] : slab_new(m, class);
    if (!slab) return NULL;
    if (index) partial_remove(m, slab);
    m->current[class]->current = false;
    slab->current = true;
    return m->current[class] = slab;
}

/* A block that was never handed out, or NULL if the slab has none left. */
static void *slab_carve(struct memory *m, struct page *slab)
{
    size_t bytes = slab_block_bytes(slab), at = slab->carved * bytes;
    if (at + bytes > (size_t)slab->pages << PAGE_BITS) return NULL;
    slab->carved++;
    return (char *)page_address(m, slab) + at;
}

void *slab_alloc_slowly(struct memory *m, unsigned class)
{
    struct page *slab = m->current[class];
    void *block = slab == &m->no_slab ? NULL : slab_carve(m, slab);
    if (!block) {
        slab = slab_replace(m, class);
        if (!slab) return NULL;
        block = slab->blocks;
        if (block) slab->blocks = chain_next(block);
        else block = slab_carve(m, slab);
    }
    slab->used++;
    return block;
}

static unsigned block_number(const struct memory *m, const struct page *slab, const void *block)
{
    return (unsigned)(((uintptr_t)block - (uintptr_t)page_address(m, slab)) / slab_block_bytes(slab));
}

/* Chains the free blocks in their order, and forgets what they held. */
static void chain_anew(struct memory *m, struct page *slab, const bool *free)
{
    size_t bytes = slab_block_bytes(slab);
    char *start = page_address(m, slab);
    slab->blocks = NULL;
    for (unsigned i = slab->carved; i-- > 0;) {
        if (!free[i]) continue;
        void *block = start + i * bytes;
        unpoison(block, bytes);
        memset(block, 0, bytes);
        poison(block, bytes);
        chain_set(block, slab->blocks);
        slab->blocks = block;
    }
}

/* What is behind the blocks of a slab goes. */
static void discard_rest(struct memory *m, struct page *slab)
{
    size_t whole = (size_t)slab->pages << PAGE_BITS, used = slab->carved * slab_block_bytes(slab);
    used = (used + SYSTEM_PAGE - 1) & ~(size_t)(SYSTEM_PAGE - 1);
    if (used < whole) platform_discard((char *)page_address(m, slab) + used, whole - used);
}

/* Free blocks become as if they were never used.  Those at the end of a current slab become such that were never handed
 * out; any other slab is in its class's list, and must keep a free block. */
static void slab_tidy(struct memory *m, struct page *slab, bool current)
{
    bool free[BLOCKS_MAX] = {false};
    for (void *block = slab->blocks; block; block = chain_next(block)) free[block_number(m, slab, block)] = true;
    while (current && slab->carved > 0 && free[slab->carved - 1]) slab->carved--;
    chain_anew(m, slab, free);
    discard_rest(m, slab);
}

void slabs_shed(struct memory *m)
{
    for (unsigned class = 0; class < CLASSES; class ++) {
        struct page *slab = m->current[class];
        for (uint32_t i = m->partial[class]; i; i = m->pages[i].next) slab_tidy(m, &m->pages[i], false);
        if (slab == &m->no_slab) continue;
        if (slab->used > 0) {
            slab_tidy(m, slab, true);
            continue;
        }
        m->current[class] = &m->no_slab;
        run_free(m, slab);
    }
}

void slab_freed(struct memory *m, struct page *slab, bool was_full)
{
    if (was_full) partial_add(m, slab);
    if (slab->used > 0) return;
    partial_remove(m, slab);
    run_free(m, slab);
}
