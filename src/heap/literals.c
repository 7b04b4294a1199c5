/* heap/literals.c - finding and replacing what a heap refers to among literals that are to go. */
#include "heap/collect.h"

struct range {
    uint64_t start, bytes;
};

static bool refers(term t, struct range r) { return (is_cons(t) || is_boxed(t)) && t.word - r.start < r.bytes; }

static bool any_refers(const term *at, const term *end, struct range r)
{
    while (at < end)
        if (refers(*at++, r)) return true;
    return false;
}

/* The same for memory that objects fill: raw words are passed over. */
static bool objects_refer(const term *at, const term *end, struct range r)
{
    for (; at < end; at++) {
        if (refers(*at, r)) return true;
        if (is_return_address(*at) && header_kind(at->word) >= KIND_RAW) at += header_words(at->word);
    }
    return false;
}

bool heap_refers_to(const struct heap *h, const void *from, size_t bytes, const struct roots *roots)
{
    struct range r = {(uint64_t)from, bytes};
    if (any_refers(h->sp, h->end, r)) return true;
    for (; roots; roots = roots->next)
        if (any_refers(roots->at, roots->at + roots->count, r)) return true;
    if (objects_refer(h->start, h->top, r) || objects_refer(h->old_start, h->old_top, r)) return true;
    for (const struct fragment *f = h->fragments; f; f = f->next)
        if (objects_refer(f->words, f->words + f->used, r)) return true;
    return false;
}

enum heap_result heap_copy_literals(struct heap *h, const void *from, size_t bytes, const struct roots *roots)
{
    return heap_collect_together(h, 0, roots, from, bytes);
}
