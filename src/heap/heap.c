/* heap/heap.c - blocks, fragments and the list of off-heap owners; collecting is collect.c. */
#include "heap/heap.h"
#include "heap/collect.h"
#include "heap/owner.h"
#include "memory/memory.h"
#include <string.h>

enum { FRAGMENT_WORDS_MIN = 32, FRAGMENT_WORDS_MAX = 1 << 16 };

/* OTP's series: sums of the two before up to about a million words, then 20 % more each time. */
size_t heap_next_size(size_t words)
{
    size_t size = 38, before = 12;
    if (words <= before) return before;
    while (size < words) {
        size_t next = size < 1000000 ? size + before + 1 : size + size / 5;
        before = size;
        size = next;
    }
    return size;
}

bool heap_open(struct heap *h, size_t words)
{
    size_t size = heap_next_size(words);
    term *start = memory_alloc(MEMORY_PROCESS, size * sizeof *start);
    if (!start) return false;
    *h = (struct heap){.start = start, .top = start, .high_water = start};
    h->sp = h->end = start + size;
    h->min_size = size;
    h->min_binary_bytes = h->binary_limit = h->old_binary_limit = HEAP_BINARY_LIMIT;
    h->fullsweep_after = HEAP_FULLSWEEP_AFTER;
    return true;
}

void heap_free_fragments(struct fragment *f)
{
    while (f) {
        struct fragment *next = f->next;
        memory_free(MEMORY_PROCESS, f);
        f = next;
    }
}

void heap_close(struct heap *h)
{
    offheap_release_all(h->offheap);
    offheap_release_all(h->old_offheap);
    heap_free_fragments(h->fragments);
    memory_free(MEMORY_PROCESS, h->start);
    memory_free(MEMORY_PROCESS, h->old_start);
    *h = (struct heap){0};
}

/* -- allocation ---------------------------------------------------------------------- */

static void count_fragment_words(struct heap *h, size_t words)
{
    h->fragment_words += words;
    if (h->fragment_words > (size_t)(h->end - h->start) / 2) h->collect_soon = true;
}

/* A new fragment, larger the more there are, so that a long BIF makes few. */
static struct fragment *fragment_new(struct heap *h, size_t words)
{
    size_t size = h->fragment_words < FRAGMENT_WORDS_MAX ? h->fragment_words : FRAGMENT_WORDS_MAX;
    if (size < FRAGMENT_WORDS_MIN) size = FRAGMENT_WORDS_MIN;
    if (size < words) size = words;
    if (size > HEAP_WORDS_MAX) return NULL;
    struct fragment *f = memory_alloc(MEMORY_PROCESS, sizeof *f + size * sizeof(term));
    if (!f) return NULL;
    f->used = 0;
    f->size = size;
    f->next = h->fragments;
    return h->fragments = f;
}

static term *alloc_in_fragment(struct heap *h, size_t words)
{
    struct fragment *f = h->fragments;
    if (!f || f->size - f->used < words) f = fragment_new(h, words);
    if (!f) return NULL;
    term *at = f->words + f->used;
    f->used += words;
    count_fragment_words(h, words);
    return at;
}

term *heap_alloc(struct heap *h, size_t words)
{
    term *at = h->top;
    if (__builtin_expect((ptrdiff_t)words > heap_free_words(h) || words > HEAP_WORDS_MAX, 0))
        return alloc_in_fragment(h, words);
    h->top = at + words;
    return at;
}

void heap_give_back(struct heap *h, term *from)
{
    if (from >= h->start && from <= h->top) {
        h->top = from;
        return;
    }
    struct fragment *f = h->fragments;
    EXPECT(f && from >= f->words && from <= f->words + f->used);
    h->fragment_words -= f->used - (size_t)(from - f->words);
    f->used = (size_t)(from - f->words);
}

void heap_adopt(struct heap *h, struct fragment *f)
{
    if (h->fragments) { /* behind the one that heap_alloc() cuts from */
        f->next = h->fragments->next;
        h->fragments->next = f;
    } else {
        f->next = NULL;
        h->fragments = f;
    }
    count_fragment_words(h, f->used);
}

size_t heap_size_words(const struct heap *h)
{
    return (size_t)(h->end - h->start) + (size_t)(h->old_end - h->old_start) + h->fragment_words;
}

/* -- owners of off-heap memory --------------------------------------------------------- */

void heap_link_offheap(struct heap *h, struct offheap *o, size_t bytes)
{
    o->next = h->offheap;
    h->offheap = o;
    h->binary_bytes += bytes;
    if (h->binary_bytes > h->binary_limit) h->collect_soon = true;
}

void offheap_release_list(struct offheap *first) { offheap_release_all(first); }

void heap_link_offheap_list(struct heap *h, struct offheap *first)
{
    for (struct offheap *next; first; first = next) {
        next = first->next;
        heap_link_offheap(h, first, offheap_bytes(first));
    }
}
