/* heap/stack_save.h - a walk's stack as a term, so that the heap may be collected between two parts of it.
 * Each frame must be a term's word and a number. */
#pragma once
#include "heap/heap.h"
#include "term/stack.h"

/* NO_TERM: no memory. */
term heap_save_stack(struct heap *h, const struct stack *s);
/* Takes the frames back from where the collector has moved them; the stack is as it was when saved. */
void stack_restore(struct stack *s, term saved);
