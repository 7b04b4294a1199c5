/* bif/tail_stack.h - the tails that a walk through nested lists still has to visit.
 *
 * The youngest are in stack[]; when that is full, or a slice ends, they move to a list on the
 * process's heap, where the collector sees them.
 */
#pragma once
#include "heap/build.h"

enum { TAIL_STACK = 64 };

struct tail_stack {
    term spilled; /* a list, youngest first */
    size_t depth;
    term stack[TAIL_STACK];
};

static inline void tails_open(struct tail_stack *s, term spilled) { s->spilled = spilled, s->depth = 0; }

/* Moves all to s->spilled. False: no memory. */
bool tails_spill(struct tail_stack *s, struct heap *h);

static inline bool tails_push(struct tail_stack *s, struct heap *h, term t)
{
    if (s->depth == TAIL_STACK && !tails_spill(s, h)) return false;
    s->stack[s->depth++] = t;
    return true;
}

static inline bool tails_pop(struct tail_stack *s, term *t)
{
    if (s->depth > 0) {
        *t = s->stack[--s->depth];
    } else if (is_cons(s->spilled)) {
        *t = head(s->spilled);
        s->spilled = tail(s->spilled);
    } else {
        return false;
    }
    return true;
}
