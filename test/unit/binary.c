/* test/unit/binary.c - bits at every position against a bit-by-bit model. */
#include "heap/binary.h"
#include "memory/memory.h"
#include "unit.h"
#include <string.h>

enum { BYTES = 48 };

static bool bit_of(const uint8_t *data, size_t i) { return data[i / 8] >> (7 - i % 8) & 1; }

static void random_bytes(uint8_t *to, size_t size)
{
    for (size_t i = 0; i < size; i++) to[i] = (uint8_t)unit_random();
}

static void check_copy(size_t to_offset, size_t from_offset, size_t count)
{
    uint8_t from[BYTES], to[BYTES], before[BYTES];
    random_bytes(from, BYTES);
    random_bytes(to, BYTES);
    memcpy(before, to, BYTES);
    bits_copy(to, to_offset, from, from_offset, count);
    for (size_t i = 0; i < BYTES * 8; i++) {
        bool inside = i >= to_offset && i < to_offset + count;
        CHECK(bit_of(to, i) == (inside ? bit_of(from, i - to_offset + from_offset) : bit_of(before, i)));
    }
}

static void test_copy(void)
{
    for (size_t to = 0; to < 17; to++)
        for (size_t from = 0; from < 17; from++)
            for (size_t count = 0; count < 8 * BYTES - 17; count += 1 + count / 64) check_copy(to, from, count);
}

/* The copy reads and writes no byte beyond those that hold its bits: the sanitizer sees the block's end. */
static void test_copy_stays_inside(void)
{
    unit_open();
    for (size_t offset = 0; offset < 8; offset++)
        for (size_t bits = 1; bits < 200; bits++) {
            size_t size = (offset + bits + 7) / 8;
            uint8_t *from = memory_alloc(MEMORY_SYSTEM, size), *to = memory_alloc(MEMORY_SYSTEM, (bits + 7) / 8);
            memset(from, 0x55, size);
            memset(to, 0, (bits + 7) / 8);
            bits_copy(to, 0, from, offset, bits);
            bits_copy(from, offset, to, 0, bits);
            for (size_t i = 0; i < size; i++) CHECK(from[i] == 0x55);
            memory_free(MEMORY_SYSTEM, from);
            memory_free(MEMORY_SYSTEM, to);
        }
}

static int model_compare(struct bits a, struct bits b)
{
    for (size_t i = 0; i < a.size && i < b.size; i++) {
        bool x = bit_of(a.data, a.offset + i), y = bit_of(b.data, b.offset + i);
        if (x != y) return x ? 1 : -1;
    }
    return a.size == b.size ? 0 : a.size < b.size ? -1 : 1;
}

static int sign(int i) { return (i > 0) - (i < 0); }

static void test_compare(void)
{
    uint8_t x[BYTES], y[BYTES];
    for (int round = 0; round < 100000; round++) {
        struct bits a = {x, unit_random() % 8, unit_random() % 300}, b = {y, unit_random() % 8, unit_random() % 300};
        random_bytes(x, BYTES);
        random_bytes(y, BYTES);
        if (unit_random() % 4) bits_copy(y, b.offset, x, a.offset, a.size < b.size ? a.size : b.size);
        CHECK(sign(bits_compare(a, b)) == model_compare(a, b));
    }
}

/* Parts of parts, whatever the shapes are, are those bits of the whole. */
static void test_sub(void)
{
    struct heap *h = unit_open();
    size_t binaries = memory_used(MEMORY_BINARY);
    for (int round = 0; round < 3000; round++) {
        if (round % 100 == 0) h = unit_open();
        uint8_t *data, model[200];
        size_t at = 0, size = unit_random() % (round % 2 ? 1500 : 500);
        random_bytes(model, sizeof model);
        term t = heap_new_bits(h, size, &data);
        CHECK(is_term(t));
        bits_copy(data, 0, model, 0, size);
        for (int depth = 0; depth < 4 && size; depth++) {
            size_t offset = unit_random() % size, bits = unit_random() % (size - offset + 1);
            t = heap_sub_bits(h, t, offset, bits);
            at += offset, size = bits;
            struct bits v = bits_view(t);
            CHECK(v.size == size && v.offset < 8);
            for (size_t i = 0; i < size; i++) CHECK(bit_of(v.data, v.offset + i) == bit_of(model, at + i));
        }
        struct bytes_view bytes = bytes_view(t);
        CHECK(!bytes.at == (size % 8 != 0));
        for (size_t i = 0; bytes.at && i < size; i++) CHECK(bit_of(bytes.at, i) == bit_of(model, at + i));
        bytes_view_end(&bytes);
    }
    unit_open();
    CHECK(memory_used(MEMORY_BINARY) == binaries);
}

static void test_sizes(void)
{
    struct heap *h = unit_open();
    uint8_t *data;
    CHECK(kind_of(heap_new_binary(h, HEAP_BINARY_MAX, &data)) == KIND_BITS);
    CHECK(kind_of(heap_new_binary(h, HEAP_BINARY_MAX + 1, &data)) == KIND_BITS_REF);
    CHECK(!is_term(heap_new_binary(h, SIZE_MAX, &data)) && !is_term(heap_new_binary(h, (size_t)1 << 50, &data)));
    term empty = heap_binary_from(h, NULL, 0);
    CHECK(is_binary(empty) && bits_size(empty) == 0 && header_words(header_of(empty)) == 1);
    term five = heap_new_bits(h, 5, &data);
    CHECK(data[0] == 0 && !is_binary(five) && bits_size(five) == 5);
}

/* Large binaries are felt by the collector, pieces of one only once. */
static void test_virtual_heap(void)
{
    struct heap *h = unit_open();
    term whole = heap_new_binary(h, 100000, &(uint8_t *){NULL});
    for (size_t i = 0; i < 1000; i++) heap_sub_bits(h, whole, i * 8, 8000);
    CHECK(h->binary_bytes == 100000);
    for (int i = 0; i < 3; i++) heap_new_binary(h, 100000, &(uint8_t *){NULL});
    CHECK(h->collect_soon && h->binary_bytes == 400000);
    struct roots roots = {&whole, 1, NULL};
    CHECK(heap_collect(h, 0, &roots) == HEAP_OK && h->binary_bytes == 100000 && !h->collect_soon);
}

UNIT_MAIN(TEST(copy), TEST(copy_stays_inside), TEST(compare), TEST(sub), TEST(sizes), TEST(virtual_heap))
