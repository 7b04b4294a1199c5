/* test/unit/bitsyntax.c - bit syntax against a slow reference that keeps one bit in one byte. */
#include "base/utf8.h"
#include "heap/bitsyntax.h"
#include "term/compare.h"
#include "unit.h"
#include <math.h>

enum { BITS = 2048 };

/* -- the reference: a row of bits, and numbers as rows of bits ---------------------------------- */

struct row {
    size_t size;
    uint8_t bit[BITS];
};

static struct row row_of(const uint8_t *data, size_t at, size_t n)
{
    struct row r = {.size = n};
    for (size_t i = 0; i < n; i++) r.bit[i] = data[(at + i) / 8] >> (7 - (at + i) % 8) & 1;
    return r;
}

/* The field's bits, most significant first, when they stand in the data in little-endian order. */
static struct row straighten(struct row r)
{
    struct row s = {.size = r.size};
    size_t whole = r.size / 8, rest = r.size % 8;
    memcpy(s.bit, r.bit + whole * 8, rest);
    for (size_t i = 0; i < whole; i++) memcpy(s.bit + rest + i * 8, r.bit + (whole - 1 - i) * 8, 8);
    return s;
}

/* Bit i (0: least significant) of any integer in two's complement. */
static unsigned integer_bit(term t, size_t i)
{
    if (is_small(t)) return (unsigned)(small_value(t) >> (i < 63 ? i : 63)) & 1;
    bool negative = kind_of(t) == KIND_BIG_NEG, lower = false;
    size_t limbs = header_words(header_of(t));
    const term *limb = boxed(t) + 1;
    unsigned bit = i / 64 < limbs ? (unsigned)(limb[i / 64].word >> i % 64) & 1 : 0;
    if (!negative) return bit;
    for (size_t j = 0; j < i && !lower; j++) lower = j / 64 < limbs && (limb[j / 64].word >> j % 64 & 1);
    return lower ? !bit : bit; /* -x: what lies above the lowest 1 is inverted */
}

static bool row_is_integer(const struct row *r, bool is_signed, term t)
{
    unsigned above = is_signed && r->size ? r->bit[0] : 0;
    for (size_t i = 0; i < r->size; i++)
        if (integer_bit(t, i) != r->bit[r->size - 1 - i]) return false;
    for (size_t i = r->size; i < r->size + 130; i++)
        if (integer_bit(t, i) != above) return false;
    return true;
}

static bool is_proper(term t)
{
    if (is_small(t)) return true;
    size_t limbs = header_words(header_of(t));
    uint64_t top = boxed(t)[limbs].word;
    bool fits = limbs == 1 && top <= (uint64_t)SMALL_MAX + (kind_of(t) == KIND_BIG_NEG);
    return is_big(t) && top != 0 && !fits;
}

/* -- integers ------------------------------------------------------------------------------------- */

static const size_t sizes[] = {0,  1,  3,  7,  8,  9,  15, 16,  31,  32,  33,  55, 58,
                               59, 60, 61, 63, 64, 65, 72, 127, 128, 129, 200, 700};
static const unsigned all_flags[] = {0, FIELD_LITTLE, FIELD_SIGNED, FIELD_LITTLE | FIELD_SIGNED, FIELD_NATIVE};
#define COUNT(a) (sizeof a / sizeof *a)

static void fill(uint8_t *data, size_t size)
{
    uint64_t kind = unit_random() % 4;
    for (size_t i = 0; i < size; i++) data[i] = kind == 0 ? 0 : kind == 1 ? 0xff : (uint8_t)unit_random();
}

static void check_integer(struct heap *h, uint8_t *data, size_t at, size_t n, unsigned flags)
{
    struct row r = row_of(data, at, n);
    if (field_is_little(flags)) r = straighten(r);
    term t = bits_get_integer(h, data, at, n, flags);
    CHECK(is_term(t) && is_proper(t) && row_is_integer(&r, flags & FIELD_SIGNED, t));
    if (n <= 64)
        CHECK(term_equal(flags & FIELD_SIGNED ? heap_i64(h, (int64_t)bits_get_word(data, at, (unsigned)n, flags))
                                              : heap_u64(h, bits_get_word(data, at, (unsigned)n, flags)),
                         t));
    uint8_t copy[BITS / 8];
    fill(copy, sizeof copy);
    struct row before = row_of(copy, 0, at), after = row_of(copy, at + n, 64);
    CHECK(bits_put_integer(copy, at, n, flags, t));
    struct row original = row_of(data, at, n), written = row_of(copy, at, n);
    struct row before_now = row_of(copy, 0, at), after_now = row_of(copy, at + n, 64);
    CHECK(memcmp(original.bit, written.bit, n) == 0);
    CHECK(memcmp(before.bit, before_now.bit, at) == 0 && memcmp(after.bit, after_now.bit, 64) == 0);
}

static void test_integers(void)
{
    struct heap *h = unit_open();
    uint8_t data[BITS / 8];
    for (size_t round = 0; round < 40; round++)
        for (size_t s = 0; s < COUNT(sizes); s++)
            for (size_t f = 0; f < COUNT(all_flags); f++) {
                fill(data, sizeof data);
                check_integer(h, data, unit_random() % 40, sizes[s], all_flags[f]);
            }
}

static void test_too_large(void)
{
    struct heap *h = unit_open();
    uint8_t small_data[8] = {0};
    CHECK(!bits_put_integer(small_data, 0, 8, 0, NIL));
    CHECK(!bits_put_integer(small_data, 0, 8, 0, A(ok)));
    term big = heap_u64(h, UINT64_MAX);
    CHECK(bits_put_integer(small_data, 3, 9, 0, big) && bits_read(small_data, 3, 9) == 511);
}

/* -- floats ------------------------------------------------------------------------------------------ */

static void test_floats(void)
{
    struct heap *h = unit_open();
    static const double values[] = {0.0,     -0.0,      1.0,         -2.5,     65504.0, 0x1p-14,
                                    0x1p-24, 0x1.8p-20, -0x1.ffcp15, 0x1p-149, 3.0e38};
    uint8_t data[32];
    for (size_t i = 0; i < COUNT(values); i++)
        for (size_t n = 16; n <= 64; n *= 2)
            for (unsigned at = 0; at < 9; at++)
                for (unsigned flags = 0; flags <= FIELD_LITTLE; flags += FIELD_LITTLE) {
                    double back, narrow = n == 32 ? (double)(float)values[i] : values[i];
                    CHECK(bits_put_float(data, at, n, flags, heap_float(h, values[i])) == FLOAT_OK);
                    bool finite = bits_get_float(data, at, n, flags, &back);
                    if (n > 16) CHECK(finite && back == narrow && signbit(back) == signbit(narrow));
                    else CHECK(finite == (fabs(values[i]) < 65520.0));
                    if (n == 16 && fabs(values[i]) <= 65504.0 && fabs(values[i]) >= 0x1p-24) CHECK(back == values[i]);
                }
    CHECK(bits_put_float(data, 0, 48, 0, small(1)) == FLOAT_SIZE);
    CHECK(bits_put_float(data, 0, 64, 0, NIL) == FLOAT_TYPE);
}

/* Every half-precision number reads and writes back as itself. */
static void test_halves(void)
{
    struct heap *h = unit_open();
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        uint8_t data[2] = {(uint8_t)(bits >> 8), (uint8_t)bits}, back[2];
        double value;
        bool finite = bits_get_float(data, 0, 16, 0, &value);
        CHECK(finite == ((bits >> 10 & 31) != 31));
        if (!finite) continue;
        CHECK(bits_put_float(back, 0, 16, 0, heap_float(h, value)) == FLOAT_OK);
        CHECK(back[0] == data[0] && back[1] == data[1]);
    }
}

/* -- code points --------------------------------------------------------------------------------------- */

static void test_code_points(void)
{
    unit_open();
    for (uint32_t code = 0; code < 0x110400; code += code < 0x900 ? 1 : 7) {
        uint8_t data[8] = {0}, shifted[8] = {0};
        uint32_t back, encodable;
        bool valid = code_point_of(small(code), &encodable);
        CHECK(valid == (code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)));
        if (!valid) continue;
        size_t n = utf8_put(data, code);
        CHECK(n == utf8_length(code) && bits_utf8_size(small(code)) == n * 8);
        CHECK(bits_get_utf8(data, 0, 64, &back) == n * 8 && back == code);
        CHECK(bits_get_utf8(data, 0, n * 8 - 1, &back) == 0);
        bits_copy(shifted, 5, data, 0, n * 8);
        CHECK(bits_get_utf8(shifted, 5, 64, &back) == n * 8 && back == code);
    }
}

/* -- building and matching ------------------------------------------------------------------------------- */

/* A loop of appends gives what one construction of all gives; earlier results stay what they were. */
static void test_appends(void)
{
    struct heap *h = unit_open();
    term grown = bits_writable(h, 0), kept = NO_TERM;
    struct row model = {.size = 0};
    for (size_t i = 0; i < 300; i++) {
        size_t n = unit_random() % 9;
        struct bits_fault fault;
        struct bits_segment s[2] = {
            {.type = SEGMENT_APPEND, .number = 1, .unit = 1, .whole = true, .value = grown},
            {.type = SEGMENT_INTEGER, .number = 2, .unit = 1, .size = small((int64_t)n), .value = small((int64_t)i)}};
        if (i == 150) kept = grown;
        size_t copied;
        grown = bits_create(h, s, 2, &fault, &copied);
        CHECK(is_term(grown));
        for (size_t b = n; b > 0 && model.size < BITS; b--) model.bit[model.size++] = i >> (b - 1) & 1;
    }
    struct bits v = bits_view(grown), old = bits_view(kept);
    CHECK(v.size == model.size);
    struct row r = row_of(v.data, v.offset, v.size), o = row_of(old.data, old.offset, old.size);
    CHECK(memcmp(r.bit, model.bit, r.size) == 0 && memcmp(o.bit, model.bit, o.size) == 0);
}

static void test_two_appends(void)
{
    struct heap *h = unit_open();
    struct bits_builder a, b, c;
    term base = heap_binary_from(h, "base", 4);
    CHECK(builder_append(&a, h, base, 800, 8, false) == APPEND_OK);
    memset(a.data + 4, 'a', 100);
    CHECK(builder_append(&b, h, a.result, 8, 8, false) == APPEND_OK);
    b.data[104] = 'b';
    CHECK(builder_append(&c, h, a.result, 8, 8, false) == APPEND_OK);
    c.data[104] = 'c';
    CHECK(bits_view(b.result).data[104] == 'b' && bits_view(c.result).data[104] == 'c');
    CHECK(bits_size(a.result) == 104 * 8);
    CHECK(builder_append(&a, h, NIL, 8, 8, false) == APPEND_TYPE);
    CHECK(builder_append(&a, h, base, 8, 5, false) == APPEND_UNIT);
}

static void test_matching(void)
{
    struct heap *h = unit_open();
    uint8_t data[100];
    fill(data, sizeof data);
    term t = heap_sub_bits(h, heap_binary_from(h, data, sizeof data), 3, 700), value;
    struct match_context *m = match_of(match_start(h, t));
    CHECK(match_left(m) == 700);
    CHECK(match_get_integer(h, m, 13, 0, &value) == MATCH_OK && (uint64_t)small_value(value) == bits_read(data, 3, 13));
    CHECK(match_get_bits(h, m, 600, &value) == MATCH_OK && bits_size(value) == 600);
    struct row part = row_of(data, 16, 600);
    struct bits v = bits_view(value);
    struct row got = row_of(v.data, v.offset, 600);
    CHECK(memcmp(part.bit, got.bit, 600) == 0);
    CHECK(match_get_integer(h, m, 88, 0, &value) == MATCH_FAILED && match_left(m) == 87);
    uint8_t next[12] = {0};
    bits_copy(next, 0, data, 616, 87);
    CHECK(match_string(m, 87, next) && match_left(m) == 0);
    size_t bits;
    CHECK(!match_size(small(-1), 8, &bits) && !match_size(A(ok), 8, &bits) && match_size(small(3), 8, &bits) &&
          bits == 24);
}

UNIT_MAIN(TEST(integers), TEST(too_large), TEST(floats), TEST(halves), TEST(code_points), TEST(appends),
          TEST(two_appends), TEST(matching))
