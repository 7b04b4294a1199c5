/* memory/region.c - the LITERALS and CODE regions: first fit, free neighbours joined.
 *
 * There are few blocks, and they live long.  Each is preceded by its length; holes
 * are chained in order of address.
 */
#include "memory/pages.h"
#include "memory/poison.h"
#include "platform/platform.h"

struct block {
    size_t bytes; /* this header included */
    size_t unused;
};

struct hole {
    size_t bytes;
    struct hole *next;
};

/* Takes `bytes` out of the hole that *link names. */
static void *hole_take(struct hole **link, size_t bytes)
{
    struct hole *hole = *link, *next = hole->next;
    size_t left = hole->bytes - bytes;
    if (left >= 2 * sizeof(struct block)) {
        struct hole *rest = (struct hole *)((char *)hole + bytes);
        unpoison(rest, sizeof *rest);
        *rest = (struct hole){left, next};
        *link = rest;
    } else {
        *link = next;
        ((struct block *)hole)->bytes = hole->bytes;
        return hole;
    }
    ((struct block *)hole)->bytes = bytes;
    return hole;
}

void *region_alloc(struct region *r, size_t bytes, size_t *taken)
{
    if (bytes > r->end) return NULL;
    bytes = (bytes + sizeof(struct block) + 15) & ~(size_t)15;
    struct block *block = NULL;
    for (struct hole **link = &r->holes; *link && !block; link = &(*link)->next)
        if ((*link)->bytes >= bytes) {
            block = hole_take(link, bytes);
            break;
        }
    if (!block) {
        if (bytes > r->end - r->at) return NULL;
        block = (struct block *)r->at;
        r->at += bytes;
        block->bytes = bytes;
    }
    *taken = block->bytes;
    unpoison(block + 1, block->bytes - sizeof *block);
    return block + 1;
}

/* Joins `hole` with the one after it if they touch. */
static void hole_join(struct hole *hole)
{
    struct hole *next = hole->next;
    if (!next || (char *)hole + hole->bytes != (char *)next) return;
    hole->bytes += next->bytes;
    hole->next = next->next;
}

/* Gives back the whole system pages inside a hole, whose first bytes stay. */
static void hole_discard(struct hole *hole)
{
    uintptr_t from = ((uintptr_t)(hole + 1) + 4095) & ~(uintptr_t)4095;
    uintptr_t to = ((uintptr_t)hole + hole->bytes) & ~(uintptr_t)4095;
    if (to > from) platform_discard((void *)from, to - from);
}

size_t region_free(struct region *r, void *p)
{
    struct block *block = (struct block *)p - 1;
    size_t bytes = block->bytes;
    poison(p, bytes - sizeof *block);
    struct hole *hole = (struct hole *)block, *before = NULL;
    struct hole **link = &r->holes;
    for (; *link && *link < hole; link = &(*link)->next) before = *link;
    hole->next = *link;
    *link = hole;
    hole_discard(hole);
    hole_join(hole);
    if (before) hole_join(before);
    return bytes;
}
