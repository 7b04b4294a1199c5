/* test/unit/unit.h - the few lines every unit test needs.
 *
 *     static void test_empty(void) { CHECK(...); }
 *     UNIT_MAIN(TEST(empty), TEST(deep))
 *
 * Each test runs until its first CHECK that fails; the program prints "N passed, N failed" and
 * ends with status 1 if any failed.  A test may also have a main() of its own.
 */
#pragma once
#include "heap/build.h"
#include "memory/arena.h"
#include "term/atoms.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf unit_failed;
static bool unit_in_table;

#define CHECK(c)                                                                                                       \
    do {                                                                                                               \
        if (!(c)) {                                                                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #c);                                                    \
            if (unit_in_table) longjmp(unit_failed, 1);                                                                \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Arena, atoms and an empty heap; may be called again for a fresh heap. */
static inline struct heap *unit_open(void)
{
    static struct heap heap;
    static bool open;
    const char *why = NULL;
    if (!open && !arena_open(&why)) {
        fprintf(stderr, "%s\n", why);
        exit(1);
    }
    CHECK(open || atoms_open());
    if (open) heap_close(&heap);
    open = true;
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

struct unit_test {
    const char *name;
    void (*run)(void);
};

#define TEST(test) {#test, test_##test}

static inline int unit_run(const char *program, const struct unit_test *tests, size_t count)
{
    size_t failed = 0;
    unit_in_table = true;
    for (size_t i = 0; i < count; i++) {
        if (setjmp(unit_failed) == 0) tests[i].run();
        else {
            fprintf(stderr, "%s: %s failed\n", program, tests[i].name);
            failed++;
        }
    }
    printf("%s: %zu passed, %zu failed\n", program, count - failed, failed);
    return failed != 0;
}

#define UNIT_MAIN(...)                                                                                                 \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        static const struct unit_test tests[] = {__VA_ARGS__};                                                         \
        return unit_run(__FILE__, tests, sizeof tests / sizeof *tests);                                                \
    }
