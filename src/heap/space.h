/* heap/space.h - private to heap/: leaving one block for another, and how large blocks are. */
#pragma once
#include "heap/collect.h"
#include "heap/evacuate.h"
#include "memory/memory.h"

/* A block of this size (1 MB) still stays in the cache; old data alone makes none larger. */
enum { NURSERY_WORDS = 1 << 17 };

static inline size_t most(size_t a, size_t b) { return a > b ? a : b; }
static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t block_words(const struct heap *h) { return (size_t)(h->end - h->start); }

/* Would blocks of so many words more pass max_size?  As in OTP, the block that is left counts with the data in it, not with
 * its room and its stack. */
static inline bool space_too_big(const struct heap *h, size_t more)
{
    size_t data = (size_t)(h->top - h->start) + h->fragment_words, old = (size_t)(h->old_end - h->old_start);
    return h->max_size && data + old + more > h->max_size;
}

static inline term *space_alloc(size_t words) { return memory_alloc(MEMORY_PROCESS, words * sizeof(term)); }
void space_free(term *start, const term *end);

/* What evacuate() needs to leave h's block, the first `mature` words of it being promoted, for `block`. */
struct evacuation space_evacuation(const struct heap *h, size_t mature, term *block);
/* Moves what is live out of the block and the fragments; e->top, a block of `size` words, takes its place. */
void space_leave(struct heap *h, struct evacuation *e, enum evacuate_how how, size_t size, const struct roots *roots);
/* A minor collection into a block of `size` words; the first `mature` words are promoted. */
enum heap_result space_collect_young(struct heap *h, size_t mature, size_t size, const struct roots *roots);

/* The least size of a block beside that much old data: the more there is, the rarer it shall be promoted to. */
size_t space_nursery(size_t old);
/* What the block after this one should have: more if live data nearly filled it, or if it is small for what the process
 * has allocated in its life. */
size_t space_wanted(const struct heap *h, uint64_t words_allocated);
/* The new block's words: what surely fits, but not more than `size` if that may do. */
size_t space_size(const struct heap *h, size_t live_most, size_t stack, size_t need, size_t size);
/* After a collection: grows a block that lacks room, shrinks a large one that is nearly empty. */
enum heap_result space_settle(struct heap *h, size_t need, const struct roots *roots);
