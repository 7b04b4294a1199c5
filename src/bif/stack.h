/* bif/stack.h - the stack of a process that is not between its own instructions: what it is doing. */
#pragma once
#include "bif/bif.h"
#include "code/code.h"

/* Visits the calls in progress, innermost first: the place where it stopped, then each return address. */
struct stack_walk {
    const struct process *of;
    const term *at;
    const uint32_t *previous;
    bool begun;
};
void stack_walk_begin(struct stack_walk *w, const struct process *of);
/* The next place; false: no more. *frame is where its return address stands (NULL for the innermost). */
bool stack_walk_next(struct stack_walk *w, struct code_place *place, const uint32_t **address, const term **frame);

/* {Module, Function, Arity, [{file, F}, {line, L}]}; NO_TERM: no memory. */
term build_place(struct heap *h, const struct code_place *place);
