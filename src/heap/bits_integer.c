/* heap/bits_integer.c - integer fields of any size, byte order and sign. */
#include "heap/bitsyntax.h"
#include "heap/build.h"
#include "heap/bignum.h"

static inline uint64_t mask(unsigned n) { return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1; }

void bits_write(uint8_t *data, size_t at, unsigned n, uint64_t value)
{
    if (n == 0) return; /* there may be no byte at `at` */
    uint8_t *p = data + at / 8;
    unsigned shift = at % 8;
    value &= mask(n);
    if (shift) {
        unsigned room = 8 - shift, take = n < room ? n : room;
        unsigned low = room - take;
        uint8_t hole = (uint8_t)(mask(take) << low);
        *p = (uint8_t)((*p & ~hole) | (value >> (n - take) << low & hole));
        p++, n -= take;
    }
    for (; n >= 8; n -= 8) *p++ = (uint8_t)(value >> (n - 8));
    if (n) *p = (uint8_t)((*p & (0xff >> n)) | (value & mask(n)) << (8 - n));
}

/* -- the order of bytes ------------------------------------------------------------- */

/* A little-endian field of n bits is n/8 whole bytes, least significant first, and then the
 * n%8 most significant bits.  These turn the n bits as they stand in the stream into the
 * number, and back; n is 1 to 64. */
static uint64_t little_to_number(uint64_t stream, unsigned n)
{
    unsigned whole = n / 8 * 8, rest = n % 8;
    if (whole == 0) return stream;
    uint64_t low = __builtin_bswap64(stream >> rest) >> (64 - whole);
    return rest ? low | (stream & mask(rest)) << whole : low;
}

static uint64_t number_to_little(uint64_t number, unsigned n)
{
    unsigned whole = n / 8 * 8, rest = n % 8;
    if (whole == 0) return number;
    uint64_t first = __builtin_bswap64(number) >> (64 - whole);
    return rest ? first << rest | (number >> whole & mask(rest)) : first;
}

static inline uint64_t extend_sign(uint64_t value, unsigned n)
{
    return n == 0 || n >= 64 ? value : (uint64_t)((int64_t)(value << (64 - n)) >> (64 - n));
}

/* -- reading -------------------------------------------------------------------------- */

uint64_t bits_get_word(const uint8_t *data, size_t at, unsigned n, unsigned flags)
{
    uint64_t value = bits_read(data, at, n);
    if (n > 8 && field_is_little(flags)) value = little_to_number(value, n);
    return flags & FIELD_SIGNED ? extend_sign(value, n) : value;
}

/* Limb i (0: least significant) of a field of n > 64 bits, without sign. */
static uint64_t limb_of(const uint8_t *data, size_t at, size_t n, bool little, size_t i)
{
    size_t below = i * 64;
    unsigned size = n - below < 64 ? (unsigned)(n - below) : 64;
    if (!little) return bits_read(data, at + n - below - size, size);
    return little_to_number(bits_read(data, at + below, size), size);
}

/* Two's complement in place: what is kept of a negative integer is its magnitude. */
static void negate(term *limbs, size_t count)
{
    bool carry = true;
    for (size_t i = 0; i < count; i++) {
        limbs[i].word = ~limbs[i].word + carry;
        carry = carry && limbs[i].word == 0;
    }
}

/* Ends an integer that was written at object[1...]: shortest form, or NO_TERM beyond the limit. */
static term integer_seal(struct heap *h, term *object, size_t count, bool negative)
{
    while (count > 0 && object[count].word == 0) count--;
    uint64_t low = count ? object[1].word : 0;
    if (count <= 1 && low <= (uint64_t)SMALL_MAX + negative) {
        heap_give_back(h, object);
        return small(negative ? -(int64_t)low : (int64_t)low);
    }
    if (count > bignum_limbs_max()) {
        heap_give_back(h, object);
        return NO_TERM;
    }
    object[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, count);
    heap_give_back(h, object + 1 + count);
    return boxed_at(object);
}

static term get_big(struct heap *h, const uint8_t *data, size_t at, size_t n, unsigned flags)
{
    size_t count = (n + 63) / 64;
    term *object = heap_alloc(h, 1 + count);
    if (!object) return NO_TERM;
    for (size_t i = 0; i < count; i++) object[1 + i].word = limb_of(data, at, n, field_is_little(flags), i);
    bool negative = false;
    if (flags & FIELD_SIGNED) {
        unsigned top = (unsigned)(n - 1) % 64;
        negative = object[count].word >> top & 1;
        if (negative) {
            object[count].word = extend_sign(object[count].word, top + 1);
            negate(object + 1, count);
        }
    }
    return integer_seal(h, object, count, negative);
}

term bits_get_integer(struct heap *h, const uint8_t *data, size_t at, size_t n, unsigned flags)
{
    if (n > 64) return get_big(h, data, at, n, flags);
    uint64_t value = bits_get_word(data, at, (unsigned)n, flags);
    return flags & FIELD_SIGNED ? heap_i64(h, (int64_t)value) : heap_u64(h, value);
}

/* -- writing -------------------------------------------------------------------------- */

/* An integer as an endless row of two's complement limbs. */
struct limbs {
    const term *at;
    size_t count, first; /* first: the lowest limb that is not 0 */
    bool negative;
    term word; /* where a small's only limb is kept */
};

static void limbs_open(struct limbs *l, term value)
{
    if (is_small(value)) {
        int64_t i = small_value(value);
        *l = (struct limbs){.count = 1, .negative = i < 0, .word = {(uint64_t)(i < 0 ? -i : i)}};
        l->at = &l->word;
    } else {
        uint64_t h = header_of(value);
        *l = (struct limbs){boxed(value) + 1, header_words(h), 0, header_kind(h) == KIND_BIG_NEG, NO_TERM};
    }
    while (l->first < l->count && l->at[l->first].word == 0) l->first++;
}

static uint64_t limb_at(const struct limbs *l, size_t i)
{
    if (i >= l->count) return l->negative ? UINT64_MAX : 0;
    if (!l->negative || i < l->first) return l->at[i].word;
    return i == l->first ? -l->at[i].word : ~l->at[i].word;
}

static void put_limbs(uint8_t *data, size_t at, size_t n, bool little, term value)
{
    struct limbs l;
    limbs_open(&l, value);
    size_t count = (n + 63) / 64;
    for (size_t i = 0; i < count; i++) {
        unsigned size = n - i * 64 < 64 ? (unsigned)(n - i * 64) : 64;
        uint64_t limb = limb_at(&l, i);
        if (little) bits_write(data, at + i * 64, size, number_to_little(limb, size));
        else bits_write(data, at + n - i * 64 - size, size, limb);
    }
}

bool bits_put_integer(uint8_t *data, size_t at, size_t n, unsigned flags, term value)
{
    if (is_small(value) && n <= 64) {
        uint64_t number = (uint64_t)small_value(value);
        if (n == 8 && at % 8 == 0) data[at / 8] = (uint8_t)number;
        else if (n > 8 && field_is_little(flags))
            bits_write(data, at, (unsigned)n, number_to_little(number, (unsigned)n));
        else bits_write(data, at, (unsigned)n, number);
        return true;
    }
    if (!is_integer(value)) return false;
    put_limbs(data, at, n, field_is_little(flags), value);
    return true;
}
