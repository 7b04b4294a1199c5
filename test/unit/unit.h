/* test/unit/unit.h - the few lines every unit test needs. */
#pragma once
#include "heap/build.h"
#include "memory/arena.h"
#include "term/atoms.h"
#include <stdio.h>
#include <stdlib.h>

#define CHECK(c)                                                                                                       \
    do {                                                                                                               \
        if (!(c)) {                                                                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #c);                                                    \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Arena, atoms and an empty heap. */
static inline struct heap *unit_open(void)
{
    static struct heap heap;
    const char *why;
    if (!arena_open(&why)) {
        fprintf(stderr, "%s\n", why);
        exit(1);
    }
    CHECK(atoms_open());
    CHECK(heap_open(&heap, 1000));
    return &heap;
}

/* A small generator, the same on every run. */
static inline uint64_t unit_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}
