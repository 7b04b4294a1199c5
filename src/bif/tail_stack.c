/* bif/tail_stack.c - where a walk's tails go when its own stack is full. */
#include "bif/tail_stack.h"

bool tails_spill(struct tail_stack *s, struct heap *h)
{
    if (s->depth == 0) return true;
    term *hp = heap_alloc(h, s->depth * CONS_WORDS);
    if (!hp) return false;
    for (size_t i = 0; i < s->depth; i++) s->spilled = build_cons(&hp, s->stack[i], s->spilled);
    s->depth = 0;
    return true;
}
