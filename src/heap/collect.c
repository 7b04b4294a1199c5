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
#include "heap/evacuate.h"
#include "memory/memory.h"
#include <string.h>

enum {
    TOGETHER_WORDS = 1 << 14, /* up to this much data, two generations are not worth it */
    NURSERY_WORDS =
        1 << 17,           /* a block of this size (1 MB) still stays in the cache; old data alone makes none larger */
    LARGE_WORDS = 1 << 24, /* 128 MB */
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

static size_t block_words(const struct heap *h) { return (size_t)(h->end - h->start); }
static size_t words_in_use(struct sizes s) { return s.mature + s.young + s.old; }
static size_t most(size_t a, size_t b) { return a > b ? a : b; }
static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static bool too_big(const struct heap *h, size_t more)
{
    return h->max_size && heap_size_words(h) + more > h->max_size;
}

static term *words_alloc(size_t words) { return memory_alloc(MEMORY_PROCESS, words * sizeof(term)); }

/* The least size of a block beside that much old data: the more there is, the rarer it shall be promoted to. */
static size_t nursery_words(ptrdiff_t old) { return least((size_t)old / 8, NURSERY_WORDS); }

/* In stress builds memory that was left is filled with what no one can mistake for a term or an address. */
static void words_free(term *start, const term *end)
{
#ifdef STRESS_GC
    for (term *at = start; at < end; at++) at->word = UINT64_C(0xdead00000000de2e);
#else
    (void)end;
#endif
    memory_free(MEMORY_PROCESS, start);
}

/* Moves what is live out of the block and the fragments; `block` of `size` words takes its place. */
static void leave_block(struct heap *h, struct evacuation *e, enum evacuate_how how, size_t size,
                        const struct roots *roots)
{
    term *block = e->top;
    size_t stack = (size_t)(h->end - h->sp);
    term *sp = memcpy(block + size - stack, h->sp, stack * sizeof *sp);
    const term *old_top = e->old_top;
    evacuate(e, how, sp, block + size, roots);
    h->words_moved += (size_t)(e->top - block) + (size_t)(e->old_top - old_top) + stack;

    term *left = h->start, *left_end = h->end;
    struct fragment *fragments = h->fragments;
    struct offheap *owners = h->offheap;
    h->start = block, h->top = h->high_water = e->top;
    h->sp = sp, h->end = block + size;
    h->fragments = NULL, h->fragment_words = 0;
    h->offheap = NULL, h->binary_bytes = 0;
    heap_sweep(h, owners);
    heap_set_binary_limits(h);
    heap_free_fragments(fragments);
    words_free(left, left_end);
}

static struct evacuation evacuation_of(const struct heap *h, size_t mature, term *block)
{
    return (struct evacuation){
        .young = (uint64_t)h->start,
        .young_bytes = (uint64_t)((char *)h->top - (char *)h->start),
        .mature_bytes = mature * sizeof(term),
        .old = (uint64_t)h->old_start,
        .old_bytes = (uint64_t)((char *)h->old_end - (char *)h->old_start),
        .top = block,
        .old_top = h->old_top,
    };
}

/* A minor collection into a block of `size` words; the first `mature` words are promoted. */
static enum heap_result collect_young(struct heap *h, size_t mature, size_t size, const struct roots *roots)
{
    term *block = words_alloc(size);
    if (!block) return HEAP_NO_MEMORY;
    struct evacuation e = evacuation_of(h, mature, block);
    leave_block(h, &e, h->fragments ? EVACUATE_MINOR_FRAGMENTS : EVACUATE_MINOR, size, roots);
    h->old_top = e.old_top;
    return HEAP_OK;
}

/* -- the size of the block ------------------------------------------------------------------ */

/* Makes the block `size` words without moving what is in it, but for the stack. */
static bool resize_in_place(struct heap *h, size_t size)
{
    size_t stack = (size_t)(h->end - h->sp), bytes = size * sizeof(term);
    bool grows = size > block_words(h);
#ifdef STRESS_GC
    if (grows) return false;
#endif
    if (grows && !memory_resize_in_place(MEMORY_PROCESS, h->start, bytes)) return false;
    h->sp = memmove(h->start + size - stack, h->sp, stack * sizeof(term));
    h->end = h->start + size;
    if (!grows) memory_resize_in_place(MEMORY_PROCESS, h->start, bytes);
    return true;
}

/* After a collection: grows a block that lacks room, shrinks a large one that is nearly empty.  A nursery that
 * fits the cache stays as it is: little data in it says nothing, as most has just been promoted. */
static enum heap_result settle(struct heap *h, size_t need, const struct roots *roots)
{
    size_t now = block_words(h), wanted = now - (size_t)(h->sp - h->top) + need + STACK_RESERVE;
    h->crowded = wanted > now / 4 * 3;
    if (wanted > now) {
        size_t size = heap_next_size(wanted);
        if (too_big(h, size - now)) return HEAP_TOO_BIG;
        return resize_in_place(h, size) ? HEAP_OK : collect_young(h, 0, size, roots);
    }
    if (now > 2 * NURSERY_WORDS && wanted <= now / 4)
        resize_in_place(h, most(h->min_size, heap_next_size(most(3 * wanted, NURSERY_WORDS))));
    return HEAP_OK;
}

/* The new block's words: what surely fits, but not more than the old one's if that may do. */
static size_t block_size(const struct heap *h, size_t live_most, size_t stack, size_t need, size_t size)
{
    size_t fits = live_most + stack + STACK_RESERVE;
    if (stack + need + STACK_RESERVE > size) fits += need;
    return size < fits ? heap_next_size(fits) : most(size, h->min_size);
}

/* The block after one of `words` that was nearly full of live data: what survives is copied twice, so the less often
 * the better while it fits the cache. */
static size_t grown(size_t words) { return heap_next_size(words < NURSERY_WORDS ? 2 * words : words + 1); }

/* -- the three collections --------------------------------------------------------------------- */

static enum heap_result collect_minor(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    size_t size = block_size(h, s.young, s.stack, need, h->crowded ? grown(block_words(h)) : block_words(h));
    size_t old_size = s.mature && !h->old_start ? heap_next_size(s.mature + s.young) : 0;
    if (too_big(h, size + old_size)) return HEAP_TOO_BIG;
    if (old_size) {
        term *old = words_alloc(old_size);
        if (!old) return HEAP_NO_MEMORY;
        h->old_start = h->old_top = old, h->old_end = old + old_size;
    }
    enum heap_result result = collect_young(h, s.mature, size, roots);
    return result == HEAP_OK ? settle(h, need, roots) : result;
}

enum heap_result heap_collect_together(struct heap *h, size_t need, const struct roots *roots, const void *from,
                                       size_t bytes)
{
    struct sizes s = sizes_of(h);
    size_t size = block_size(h, words_in_use(s) + bytes / sizeof(term), s.stack, need, h->min_size);
    if (too_big(h, size)) return HEAP_TOO_BIG;
    void *duplicate = bytes ? memory_alloc(MEMORY_SYSTEM, bytes) : NULL;
    term *block = duplicate || !bytes ? words_alloc(size) : NULL;
    if (!block) {
        memory_free(MEMORY_SYSTEM, duplicate);
        return HEAP_NO_MEMORY;
    }
    struct evacuation e = evacuation_of(h, 0, block);
    if (bytes) memcpy(duplicate, from, bytes);
    e.literals = (uint64_t)from, e.literal_bytes = bytes;
    e.literal_shift = (int64_t)((uint64_t)duplicate - (uint64_t)from);

    term *old = h->old_start, *old_end = h->old_end;
    struct offheap *owners = h->old_offheap;
    h->old_start = h->old_top = h->old_end = NULL;
    h->old_offheap = NULL, h->old_binary_bytes = 0;
    leave_block(h, &e, EVACUATE_TOGETHER, size, roots);
    heap_sweep(h, owners);
    for (struct offheap *next, *o = e.adopted; o; o = next) {
        next = o->next;
        heap_own(h, o);
    }
    words_free(old, old_end);
    memory_free(MEMORY_SYSTEM, duplicate);

    size_t wanted = block_words(h) - (size_t)(h->sp - h->top) + need + STACK_RESERVE;
    size_t enough = most(h->min_size, heap_next_size(2 * wanted));
    if (enough <= block_words(h) / 2) return collect_young(h, 0, enough, roots);
    return settle(h, need, roots);
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
        words_free(h->old_start, h->old_end);
        h->old_start = h->old_top = h->old_end = NULL;
    } else if (size < (size_t)(h->old_end - h->old_start) &&
               memory_resize_in_place(MEMORY_PROCESS, h->old_start, size * sizeof(term)))
        h->old_end = h->old_start + size;
}

static enum heap_result collect_split(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    size_t was_old = s.mature + s.old;
    size_t size = block_size(h, s.young, s.stack, need, most(block_words(h), nursery_words((ptrdiff_t)was_old)));
    size_t old_size = heap_next_size(old_room(was_old) + size);
    if (too_big(h, size + was_old)) return HEAP_TOO_BIG;
    if (too_big(h, size + old_size)) old_size = was_old;
    term *block = words_alloc(size), *old = block ? words_alloc(old_size) : NULL;
    if (block && !old) old = words_alloc(old_size = was_old);
    if (!old) {
        memory_free(MEMORY_PROCESS, block);
        return HEAP_NO_MEMORY;
    }
    struct evacuation e = evacuation_of(h, s.mature, block);
    e.old_top = old;
    term *left = h->old_start, *left_end = h->old_end;
    struct offheap *owners = h->old_offheap;
    h->old_start = old, h->old_end = old + old_size;
    h->old_offheap = NULL, h->old_binary_bytes = 0;
    leave_block(h, &e, EVACUATE_FULL, size, roots);
    h->old_top = e.old_top;
    heap_sweep(h, owners);
    words_free(left, left_end);
    fit_old(h);
    return settle(h, need, roots);
}

static enum heap_result collect_full(struct heap *h, struct sizes s, size_t need, const struct roots *roots)
{
    bool little = words_in_use(s) <= TOGETHER_WORDS;
    enum heap_result result = HEAP_OK;
    if (!little) {
        result = collect_split(h, s, need, roots);
        little = words_in_use(sizes_of(h)) <= TOGETHER_WORDS / 4; /* most of it was garbage */
    }
    if (result == HEAP_OK && little) result = heap_collect_together(h, need, roots, NULL, 0);
    if (result != HEAP_OK) return result;
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
    if (exact < block_words(h)) collect_young(h, 0, exact, roots); /* if there is no memory it stays larger */
    return HEAP_OK;
}
