/* heap/copy_shared.h - copies of terms that share what the terms share. */
#pragma once
#include "heap/heap.h"

/* What a copy is made from: the objects of a term, each once. */
struct sharing {
    struct sharing_slot {
        uint64_t word; /* of the term; 0: empty */
        size_t at;     /* words before its copy */
    } *slots;
    size_t count, mask;
    uint64_t *order; /* the objects as they are copied */
    size_t room;
    size_t words; /* of the copy */
};

/* Looks at t, literals too; false: no memory.  sharing_close() in any case. */
bool sharing_open(struct sharing *s, term t);
void sharing_close(struct sharing *s);
/* The copy, at `to`, which has s->words; what owns memory outside is linked onto *owners.  t is the term of sharing_open(). */
term sharing_copy(const struct sharing *s, term t, term *to, struct offheap **owners);
