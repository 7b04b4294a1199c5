/* heap/magic.c - references that own an off-heap object. */
#include "heap/fun.h"

term heap_magic(struct heap *h, struct magic *m)
{
    struct magic_ref *r = (struct magic_ref *)heap_alloc(h, MAGIC_REF_WORDS);
    if (!r) return NO_TERM;
    r->link.header = header(KIND_MAGIC_REF, MAGIC_REF_WORDS - 1);
    r->number = m->number << IMM_BITS;
    r->high = m->high << IMM_BITS;
    r->magic = m;
    m->references++;
    heap_link_offheap(h, &r->link, 0);
    return boxed_at(r);
}

struct magic *magic_of(term t, void (*destroy)(struct magic *m))
{
    if (kind_of(t) != KIND_MAGIC_REF) return NULL;
    struct magic *m = ((struct magic_ref *)boxed(t))->magic;
    return m->destroy == destroy ? m : NULL;
}
