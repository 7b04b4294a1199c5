/* bif/coroutine.h - C code on a stack of its own, in the arena, which can stop in its middle: for libraries
 * that cannot give up a computation half-way and take it up again. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct coroutine {
    void *stack;         /* NULL: none */
    void *own, *callers; /* stack pointers of the side that does not run */
    void (*run)(void *argument);
    void *argument;
    bool done;
};

/* False: no memory for a stack of `size` bytes. */
bool coroutine_open(struct coroutine *c, size_t size, void (*run)(void *argument), void *argument);
/* Runs it until it yields or is done. */
void coroutine_resume(struct coroutine *c);
/* Called on its own stack: back to whoever resumed it. */
void coroutine_yield(struct coroutine *c);
/* Drops the stack, with whatever lies on it. */
void coroutine_close(struct coroutine *c);
