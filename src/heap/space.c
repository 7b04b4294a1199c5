/* heap/space.c - leaving one block for another, and how large blocks are. */
#include "heap/space.h"
#include <string.h>

/* Up to here the room is cheap beside a collection: a young process takes larger steps, and sooner. */
enum { SMALL_WORDS = 2048, EARNED_WORDS = 4096, PLENTY = 1 << 24 };

size_t space_nursery(size_t old) { return least(old / 8, NURSERY_WORDS); }

/* In stress builds memory that was left is filled with what no one can mistake for a term or an address. */
void space_free(term *start, const term *end)
{
#ifdef STRESS_GC
    for (term *at = start; at < end; at++) at->word = UINT64_C(0xdead00000000de2e);
#else
    (void)end;
#endif
    memory_free(MEMORY_PROCESS, start);
}

void space_leave(struct heap *h, struct evacuation *e, enum evacuate_how how, size_t size, const struct roots *roots)
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
    space_free(left, left_end);
}

struct evacuation space_evacuation(const struct heap *h, size_t mature, term *block)
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

enum heap_result space_collect_young(struct heap *h, size_t mature, size_t size, const struct roots *roots)
{
    term *block = space_alloc(size);
    if (!block) return HEAP_NO_MEMORY;
    struct evacuation e = space_evacuation(h, mature, block);
    space_leave(h, &e, h->fragments ? EVACUATE_MINOR_FRAGMENTS : EVACUATE_MINOR, size, roots);
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

/* A nursery that fits the cache stays as it is: little data in it says nothing, as most has just been promoted. */
enum heap_result space_settle(struct heap *h, size_t need, const struct roots *roots)
{
    size_t now = block_words(h), wanted = now - (size_t)(h->sp - h->top) + need + STACK_RESERVE;
    h->crowded = wanted > (now < SMALL_WORDS ? now / 2 : now / 4 * 3);
    if (wanted > now) {
        size_t size = heap_next_size(wanted);
        if (h->max_size && heap_size_words(h) + size - now > h->max_size) return HEAP_TOO_BIG;
        return resize_in_place(h, size) ? HEAP_OK : space_collect_young(h, 0, size, roots);
    }
    if (now > 2 * NURSERY_WORDS && wanted <= now / 4)
        resize_in_place(h, most(h->min_size, heap_next_size(most(3 * wanted, NURSERY_WORDS))));
    return HEAP_OK;
}

size_t space_size(const struct heap *h, size_t live_most, size_t stack, size_t need, size_t size)
{
    size_t fits = live_most + stack + STACK_RESERVE;
    if (stack + need + STACK_RESERVE > size) fits += need;
    return size < fits ? heap_next_size(fits) : most(size, h->min_size);
}

/* What survives is copied twice: the less often the better while the block fits the cache. */
static size_t grown(size_t words)
{
    if (words < SMALL_WORDS) return heap_next_size(4 * words);
    return heap_next_size(words < NURSERY_WORDS ? 2 * words : words + 1);
}

/* Who allocates is spared the many collections of a block that is small for its work - most processes live for one task -
 * while all processes together are small: so this costs PLENTY at most, however many there are, and less where that is
 * much of the memory. */
static size_t earned(const struct heap *h, uint64_t words_allocated)
{
    if (h->max_size || words_allocated == 0 || memory_used(MEMORY_PROCESS) >= PLENTY || !memory_is_plentiful())
        return 0;
    return heap_next_size(words_allocated < EARNED_WORDS / 4 ? 4 * (size_t)words_allocated : EARNED_WORDS);
}

size_t space_wanted(const struct heap *h, uint64_t words_allocated)
{
    size_t now = h->crowded ? grown(block_words(h)) : block_words(h);
    return most(now, earned(h, words_allocated));
}
