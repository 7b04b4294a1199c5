/* test/unit/memory.c - the allocator against a plain record of what it gave. */
#include "memory/memory.h"
#include "platform/platform.h"
#include "unit.h"
#include <string.h>

enum { BLOCKS = 2000, STEPS = 200000 };

struct block {
    uint8_t *at;
    size_t bytes;
    uint8_t fill;
    enum memory_kind kind;
};

static void open_arena(void)
{
    unit_open();
    platform_monotonic_ns(); /* a pretend world keeps its record in the arena from the first look at it on */
}

static size_t random_bytes(void)
{
    switch (unit_random() % 16) {
    case 0: return 0;
    case 1: return unit_random() % 200000;
    case 2:
    case 3: return unit_random() % 20000;
    default: return unit_random() % 1000;
    }
}

static void check_block(const struct block *b)
{
    CHECK((uintptr_t)b->at % 16 == 0);
    for (size_t i = 0; i < b->bytes; i += 1 + b->bytes / 64) CHECK(b->at[i] == b->fill);
    if (b->bytes) CHECK(b->at[b->bytes - 1] == b->fill);
}

static void fill_block(struct block *b)
{
    b->fill = (uint8_t)unit_random();
    if (b->bytes) memset(b->at, b->fill, b->bytes);
}

static void step(struct block *b)
{
    if (!b->at) {
        b->bytes = random_bytes();
        b->kind = unit_random() % MEMORY_KINDS;
        b->at = memory_alloc(b->kind, b->bytes);
        CHECK(b->at && memory_usable(b->at) >= b->bytes);
        fill_block(b);
        return;
    }
    check_block(b);
    if (unit_random() % 3 == 0) {
        size_t bytes = random_bytes(), kept = bytes < b->bytes ? bytes : b->bytes;
        b->at = memory_resize(b->kind, b->at, bytes);
        CHECK(b->at);
        b->bytes = kept;
        check_block(b);
        b->bytes = bytes;
        fill_block(b);
    } else {
        memory_free(b->kind, b->at);
        b->at = NULL;
    }
}

static void test_random(void)
{
    static struct block blocks[BLOCKS];
    size_t before[MEMORY_KINDS];
    open_arena();
    size_t total = memory_total();
    for (int k = 0; k < MEMORY_KINDS; k++) before[k] = memory_used(k);
    for (size_t i = 0; i < STEPS; i++) {
        step(&blocks[unit_random() % BLOCKS]);
        if (i % 5000 == 0) memory_trim();
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        if (blocks[i].at) check_block(&blocks[i]);
        memory_free(blocks[i].kind, blocks[i].at);
    }
    for (int k = 0; k < MEMORY_KINDS; k++) CHECK(memory_used(k) == before[k]);
    CHECK(memory_total() < total + (8 << 20));
}

static void test_zeroed(void)
{
    open_arena();
    for (int round = 0; round < 100; round++)
        for (size_t bytes = 1; bytes < 1 << 20; bytes = bytes * 3 + 1) {
            uint8_t *p = memory_alloc_zeroed(MEMORY_SYSTEM, bytes);
            CHECK(p);
            for (size_t i = 0; i < bytes; i += 7) CHECK(p[i] == 0);
            memset(p, 0xff, bytes);
            memory_free(MEMORY_SYSTEM, p);
        }
}

static void test_in_place(void)
{
    open_arena();
    uint8_t *p = memory_alloc(MEMORY_SYSTEM, 1 << 27); /* fits no hole: the last block of the arena */
    CHECK(memory_resize_in_place(MEMORY_SYSTEM, p, 1 << 28));
    memset(p + (1 << 27), 1, 1 << 16);
    CHECK(memory_resize_in_place(MEMORY_SYSTEM, p, 1 << 26));
    CHECK(memory_usable(p) == 1 << 26);
    uint8_t *other = memory_alloc(MEMORY_SYSTEM, 1 << 27);
    CHECK(memory_resize_in_place(MEMORY_SYSTEM, p, 1 << 27) || other == p + (1 << 26));
    memory_free(MEMORY_SYSTEM, p);
    memory_free(MEMORY_SYSTEM, other);
}

static void test_refusal(void)
{
    open_arena();
    CHECK(!memory_alloc(MEMORY_SYSTEM, (size_t)1 << 45));
    CHECK(!memory_alloc(MEMORY_SYSTEM, SIZE_MAX));
    CHECK(!memory_alloc(MEMORY_SYSTEM, SIZE_MAX - 15));
    uint8_t *p = memory_alloc(MEMORY_SYSTEM, 100);
    memset(p, 7, 100);
    CHECK(!memory_resize(MEMORY_SYSTEM, p, (size_t)1 << 46) && p[99] == 7);
    memory_free(MEMORY_SYSTEM, p);
}

static void check_region(void *alloc(size_t), void release(void *), uint64_t base, uint64_t size)
{
    enum { COUNT = 300 };
    struct block blocks[COUNT] = {0};
    size_t before = memory_used(MEMORY_CODE);
    for (int i = 0; i < 20000; i++) {
        struct block *b = &blocks[unit_random() % COUNT];
        if (b->at) {
            check_block(b);
            release(b->at);
            b->at = NULL;
            continue;
        }
        b->bytes = unit_random() % 40000;
        b->at = alloc(b->bytes);
        CHECK(b->at && (uint64_t)b->at - base < size);
        fill_block(b);
    }
    for (int i = 0; i < COUNT; i++) release(blocks[i].at);
    CHECK(memory_used(MEMORY_CODE) == before);
    void *p = alloc(1 << 20);
    CHECK((uint64_t)p - base < COUNT * 40000); /* the holes have joined */
    release(p);
}

static void test_literals(void)
{
    open_arena();
    check_region(memory_alloc_literals, memory_free_literals, LITERALS_BASE, LITERALS_SIZE);
    CHECK(!memory_alloc_literals(LITERALS_SIZE + 1));
}

static void test_code(void)
{
    open_arena();
    check_region(memory_alloc_code, memory_free_code, CODE_BASE, CODE_SIZE);
    CHECK(!memory_alloc_code(CODE_SIZE + 1));
}

UNIT_MAIN(TEST(random), TEST(zeroed), TEST(in_place), TEST(refusal), TEST(literals), TEST(code))
