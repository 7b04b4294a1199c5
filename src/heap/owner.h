/* heap/owner.h - private to heap/: what the objects on off-heap lists own. */
#pragma once
#include "heap/binary.h"
#include "heap/fun.h"

/* Gives up what a dead object owns. */
static inline void offheap_release(struct offheap *o)
{
    if (header_kind(o->header) == KIND_BITS_REF) {
        binary_release(((struct bits_ref *)o)->binary);
        return;
    }
    struct magic *m = ((struct magic_ref *)o)->magic;
    EXPECT(header_kind(o->header) == KIND_MAGIC_REF && m->references > 0);
    if (--m->references == 0) m->destroy(m);
}

static inline void offheap_release_all(struct offheap *o)
{
    while (o) {
        struct offheap *next = o->next;
        offheap_release(o);
        o = next;
    }
}

/* A copy of an object was made: it owns the same. */
static inline void offheap_keep(struct offheap *o)
{
    if (header_kind(o->header) == KIND_BITS_REF) {
        struct bits_ref *r = (struct bits_ref *)o;
        r->binary->references++;
        r->flags = 0; /* only one object may append in place */
    } else ((struct magic_ref *)o)->magic->references++;
}

/* Bytes that an object keeps alive off the heap. */
static inline size_t offheap_bytes(const struct offheap *o)
{
    return header_kind(o->header) == KIND_BITS_REF ? ((const struct bits_ref *)o)->binary->size : 0;
}
