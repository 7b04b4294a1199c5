/* heap/collect.c - when to collect which generation, and how large spaces are; evacuate.c does the work.
 *
 * minor      the block is left; what had survived before goes to the old generation, the rest to a new block
 * full       the old generation is left too; each goes to a new space of its own
 * together   a full collection of little data: all goes to the new block
 *
 * Nothing refers from old to young, as terms never change and all below high_water is promoted at once.
 * All memory is allocated before anything moves, so that a refusal changes nothing.
 */
#include "heap/collect.h"
#include "heap/space.h"
#include "memory/memory.h"
#include <string.h>

enum {
    TOGETHER_WORDS = 1 << 14, /* up to this much data, two generations are not worth it */
    LARGE_WORDS = 1 << 24,    /* 128 MB */
    STRESS_FULL_EVERY = 4,
};

struct sizes {
    size_t stack, mature, young, old; /* words in use; young: above high_water and in fragments */
};

static struct sizes sizes_of(const struct heap *h)
{
    return (struct sizes){
        .stack = (size_t)(h->end - h->sp),
        .mature = (size_t)(h->high_water - h->start),
        .young = (size_t)(h->top - h->high_water) + h->fragment_words,
        .old = (size_t)(h->old_top - h->old_start),
    };
}

static size_t words_in_use(struct sizes s) { return s.mature + s.young + s.old; }

uint64_t heap_words_allocated(const struct heap *h) { return h->words_reclaimed + words_in_use(sizes_of(h)); }

/* -- the three collections --------------------------------------------------------------------- */

static enum heap_result collect_minor(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    size_t size = space_size(h, s.young, s.stack, need, space_wanted(h, heap_words_allocated(h)));
    size_t old_size = s.mature && !h->old_start ? heap_next_size(s.mature + s.young) : 0;
    if (space_too_big(h, size + old_size)) return HEAP_TOO_BIG;
    if (old_size) {
        term *old = space_alloc(old_size);
        if (!old) return HEAP_NO_MEMORY;
        h->old_start = h->old_top = old, h->old_end = old + old_size;
    }
    enum heap_result result = space_collect_young(h, s.mature, size, roots);
    return result == HEAP_OK ? space_settle(h, need, roots) : result;
}

enum heap_result heap_collect_together(struct heap *h, size_t need, const struct roots *roots, const void *from,
                                       size_t bytes)
{
    struct sizes s = sizes_of(h);
    size_t size = space_size(h, words_in_use(s) + bytes / sizeof(term), s.stack, need, h->min_size);
    if (space_too_big(h, size)) return HEAP_TOO_BIG;
    void *duplicate = bytes ? memory_alloc(MEMORY_SYSTEM, bytes) : NULL;
    term *block = duplicate || !bytes ? space_alloc(size) : NULL;
    if (!block) {
        memory_free(MEMORY_SYSTEM, duplicate);
        return HEAP_NO_MEMORY;
    }
    struct evacuation e = space_evacuation(h, 0, block);
    if (bytes) memcpy(duplicate, from, bytes);
    e.literals = (uint64_t)from, e.literal_bytes = bytes;
    e.literal_shift = (int64_t)((uint64_t)duplicate - (uint64_t)from);

    term *old = h->old_start, *old_end = h->old_end;
    struct offheap *owners = h->old_offheap;
    h->old_start = h->old_top = h->old_end = NULL;
    h->old_offheap = NULL, h->old_binary_bytes = 0;
    space_leave(h, &e, EVACUATE_TOGETHER, size, roots);
    heap_sweep(h, owners);
    for (struct offheap *next, *o = e.adopted; o; o = next) {
        next = o->next;
        heap_own(h, o);
    }
    space_free(old, old_end);
    memory_free(MEMORY_SYSTEM, duplicate);

    size_t wanted = block_words(h) - (size_t)(h->sp - h->top) + need + STACK_RESERVE;
    size_t enough = most(h->min_size, heap_next_size(2 * wanted));
    if (enough <= block_words(h) / 2) return space_collect_young(h, 0, enough, roots);
    return space_settle(h, need, roots);
}

/* Words for an old generation of which so many are in use: twice as many, so that each is copied about once for
 * growth; half as much again when that is a lot of memory. */
static size_t old_room(size_t words) { return words < LARGE_WORDS ? 2 * words : words + words / 2; }

/* Leaves an old generation room for growth and for what will be promoted soon; frees an empty one. */
static void fit_old(struct heap *h)
{
    size_t live = (size_t)(h->old_top - h->old_start);
    size_t size = heap_next_size(old_room(live) + (size_t)(h->top - h->start));
    if (live == 0) {
        space_free(h->old_start, h->old_end);
        h->old_start = h->old_top = h->old_end = NULL;
    } else if (size < (size_t)(h->old_end - h->old_start) &&
               memory_resize_in_place(MEMORY_PROCESS, h->old_start, size * sizeof(term)))
        h->old_end = h->old_start + size;
}

static enum heap_result collect_split(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    size_t was_old = s.mature + s.old;
    size_t size = space_size(h, s.young, s.stack, need, most(block_words(h), space_nursery(was_old)));
    size_t old_size = heap_next_size(old_room(was_old) + size);
    if (space_too_big(h, size + was_old)) return HEAP_TOO_BIG;
    if (space_too_big(h, size + old_size)) old_size = was_old;
    term *block = space_alloc(size), *old = block ? space_alloc(old_size) : NULL;
    if (block && !old) old = space_alloc(old_size = was_old);
    if (!old) {
        memory_free(MEMORY_PROCESS, block);
        return HEAP_NO_MEMORY;
    }
    struct evacuation e = space_evacuation(h, s.mature, block);
    e.old_top = old;
    term *left = h->old_start, *left_end = h->old_end;
    struct offheap *owners = h->old_offheap;
    h->old_start = old, h->old_end = old + old_size;
    h->old_offheap = NULL, h->old_binary_bytes = 0;
    space_leave(h, &e, EVACUATE_FULL, size, roots);
    h->old_top = e.old_top;
    heap_sweep(h, owners);
    space_free(left, left_end);
    fit_old(h);
    return space_settle(h, need, roots);
}

static enum heap_result collect_full(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    bool little = words_in_use(s) <= TOGETHER_WORDS;
    enum heap_result result =
        little ? heap_collect_together(h, need, roots, NULL, 0) : collect_split(h, s, need, roots);
    if (result != HEAP_OK) return result;
    /* When most was garbage, so little is left that one small block does; if there is no memory, two do. */
    if (!little && words_in_use(sizes_of(h)) <= TOGETHER_WORDS / 4) heap_collect_together(h, need, roots, NULL, 0);
    heap_shrink_binaries(h);
    heap_set_old_binary_limit(h);
    h->minor_count = 0;
    return HEAP_OK;
}

/* -- calls ---------------------------------------------------------------------------------- */

static bool must_be_full(const struct heap *h, struct sizes s)
{
#ifdef STRESS_GC
    if (h->collections % STRESS_FULL_EVERY == 0) return true;
#endif
    if (h->minor_count >= h->fullsweep_after || h->old_binary_bytes > h->old_binary_limit) return true;
    return h->old_start && (size_t)(h->old_end - h->old_top) < s.mature;
}

static enum heap_result collect(struct heap *h, bool full, size_t need, const struct roots *roots)
{
    struct sizes before = sizes_of(h);
    if (need > HEAP_WORDS_MAX) return HEAP_NO_MEMORY;
    h->words_moved = 0;
    enum heap_result result = full ? collect_full(h, before, need, roots) : collect_minor(h, before, need, roots);
    if (result != HEAP_OK) return result;
    h->collections++;
    h->minor_count += !full;
    h->words_reclaimed += words_in_use(before) - words_in_use(sizes_of(h));
    h->collect_soon = false;
    return HEAP_OK;
}

enum heap_result heap_collect(struct heap *h, size_t need, const struct roots *roots)
{
    return collect(h, must_be_full(h, sizes_of(h)), need, roots);
}

enum heap_result heap_collect_full(struct heap *h, size_t need, const struct roots *roots)
{
    return collect(h, true, need, roots);
}

enum heap_result heap_hibernate(struct heap *h, const struct roots *roots)
{
    term *sp = h->sp;
    h->sp = h->end;
    enum heap_result result = heap_collect_together(h, 0, roots, NULL, 0);
    if (result != HEAP_OK) {
        h->sp = sp;
        return result;
    }
    h->collections++;
    h->minor_count = 0;
    h->collect_soon = false;
    heap_shrink_binaries(h);
    size_t exact = (size_t)(h->top - h->start) + STACK_RESERVE;
    if (exact < block_words(h)) space_collect_young(h, 0, exact, roots); /* if there is no memory it stays larger */
    return HEAP_OK;
}
