/* heap/evacuate.h - private to heap/: moving what is live from one space to another. */
#pragma once
#include "heap/heap.h"

/* Where from and where to.  Addresses are integers: one subtraction and one comparison
 * tell whether a pointer leads into a range. */
struct evacuation {
    uint64_t young, young_bytes;      /* the block that is left */
    uint64_t mature_bytes;            /* its lower part, which goes to the old generation */
    uint64_t old, old_bytes;          /* the old generation: stays (minor), or is left too (full) */
    uint64_t literals, literal_bytes; /* literals that are to be copied like the rest... */
    int64_t literal_shift;            /* ...out of a duplicate this far away, which may be written to */
    term *top, *old_top;              /* new space: where the next object goes */
    struct offheap *adopted;          /* owners among the literals copied */
};

enum evacuate_how {
    EVACUATE_MINOR,           /* there are no fragments */
    EVACUATE_MINOR_FRAGMENTS, /* what is neither in the block, nor old, nor literal, is in a fragment */
    EVACUATE_FULL,            /* old generation to old generation */
    EVACUATE_TOGETHER,        /* both generations, fragments and the literals named, into the young space */
};

/* Moves all that the stack (sp to end), the roots and what is moved refer to. */
void evacuate(struct evacuation *e, enum evacuate_how how, term *sp, term *end, const struct roots *roots);
