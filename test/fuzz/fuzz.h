/* test/fuzz/fuzz.h - what fuzzers share: the bytes of an input taken one after the other, and a machine made anew. */
#pragma once
#include "code/code.h"
#include "memory/arena.h"
#include "memory/ending.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "process/process.h"
#include "term/atoms.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define MUST(c)                                                                                                        \
    do {                                                                                                               \
        if (!(c)) abort();                                                                                             \
    } while (0)

struct input {
    const uint8_t *at, *end;
};

static inline uint8_t input_byte(struct input *in) { return in->at < in->end ? *in->at++ : 0; }
static inline size_t input_left(const struct input *in) { return (size_t)(in->end - in->at); }

/* The next `size` bytes, or as many as there are, in a block of exactly that size, with the address sanitizer at its
 * end; to be freed. */
static inline uint8_t *input_bytes(struct input *in, size_t *size)
{
    if (*size > input_left(in)) *size = input_left(in);
    uint8_t *copy = malloc(*size + !*size);
    memcpy(copy, in->at, *size);
    in->at += *size;
    return copy;
}

/* An empty arena with what all layers look for.  What is never given back - atoms, exports - goes with the old one. */
static inline void fuzz_fresh_arena(void)
{
    const char *why;
    munmap((void *)ARENA_BASE, GENERAL_BASE + GENERAL_SIZE - ARENA_BASE);
    MUST(arena_open(&why));
    arena_set_root(ROOT_settings, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct settings)));
    arena_set_root(ROOT_ending, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct ending)));
}

/* The same with atoms, code and one process. */
static inline struct process *fuzz_fresh_machine(void)
{
    fuzz_fresh_arena();
    MUST(atoms_open() && code_open() && processes_open(0));
    struct spawn_options options = spawn_defaults();
    return process_spawn(NULL, A(ok), A(ok), NIL, &options);
}
