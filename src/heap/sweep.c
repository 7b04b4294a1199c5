/* heap/sweep.c - after a collection: what dead objects owned is released, live ones are counted anew. */
#include "heap/collect.h"
#include "heap/owner.h"
#include "memory/memory.h"

/* Where an object was moved to, or NULL if nothing referred to it. */
static struct offheap *moved_to(const struct offheap *o)
{
    term first = {o->header};
    return is_boxed(first) ? (struct offheap *)boxed(first) : NULL;
}

static bool is_old(const struct heap *h, const struct offheap *o)
{
    return (const term *)o >= h->old_start && (const term *)o < h->old_end;
}

/* Pieces of one binary, which tend to be neighbours on the list, count once. */
static size_t bytes_besides(const struct offheap *o, const struct offheap *next)
{
    if (next && header_kind(o->header) == KIND_BITS_REF && header_kind(next->header) == KIND_BITS_REF &&
        ((const struct bits_ref *)o)->binary == ((const struct bits_ref *)next)->binary)
        return 0;
    return offheap_bytes(o);
}

void heap_own(struct heap *h, struct offheap *o)
{
    bool old = is_old(h, o);
    struct offheap **list = old ? &h->old_offheap : &h->offheap;
    *(old ? &h->old_binary_bytes : &h->binary_bytes) += bytes_besides(o, *list);
    o->next = *list;
    *list = o;
}

void heap_sweep(struct heap *h, struct offheap *list)
{
    while (list) {
        struct offheap *next = list->next, *o = moved_to(list);
        if (o) heap_own(h, o);
        else offheap_release(list);
        list = next;
    }
}

/* Gives back the room of binaries that only one object refers to, and that stopped growing. */
static void shrink_binaries_on(struct offheap *o)
{
    for (; o; o = o->next) {
        struct bits_ref *r = (struct bits_ref *)o;
        if (header_kind(o->header) != KIND_BITS_REF || !(r->flags & BITS_WRITABLE)) continue;
        struct binary *b = r->binary;
        size_t room = b->size + b->size / 4;
        if (b->references > 1 || b->room <= room) continue;
        b = memory_resize(MEMORY_BINARY, b, sizeof *b + room);
        if (!b) continue;
        b->room = room;
        r->binary = b;
    }
}

void heap_shrink_binaries(struct heap *h)
{
    shrink_binaries_on(h->offheap);
    shrink_binaries_on(h->old_offheap);
}

/* The virtual heap grows and shrinks with what is live in it. */
static size_t limit_for(size_t bytes, size_t limit, size_t least)
{
    if (bytes > limit / 4 * 3) limit = bytes * 2;
    if (bytes < limit / 4) limit /= 2;
    return limit < least ? least : limit;
}

void heap_set_binary_limits(struct heap *h)
{
    h->binary_limit = limit_for(h->binary_bytes, h->binary_limit, h->min_binary_bytes);
}

void heap_set_old_binary_limit(struct heap *h)
{
    h->old_binary_limit = limit_for(h->old_binary_bytes, h->old_binary_limit, h->min_binary_bytes);
}
