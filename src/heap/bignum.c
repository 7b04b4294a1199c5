/* heap/bignum.c - arithmetic on limbs, by GMP's mpn functions. */
#include "heap/bignum.h"
#include "base/limits.h"
#include "heap/bignum_build.h"
#include "memory/memory.h"
#include <gmp.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "a limb is a word");

/* -- GMP's memory ------------------------------------------------------------------ */

static void *gmp_alloc(size_t bytes)
{
    void *p = memory_alloc(MEMORY_SYSTEM, bytes);
    ENSURE(p); /* GMP knows no failure; reserve() has made one unlikely */
    return p;
}

static void *gmp_resize(void *p, size_t old, size_t bytes)
{
    (void)old;
    p = memory_resize(MEMORY_SYSTEM, p, bytes);
    ENSURE(p);
    return p;
}

static void gmp_free(void *p, size_t bytes)
{
    (void)bytes;
    memory_free(MEMORY_SYSTEM, p);
}

enum { LIMBS_WITHOUT_SCRATCH = 100, SCRATCH_WORDS_A_LIMB = 12 };

/* Large operations take scratch memory: gives GMP the arena's, after seeing that there is enough. */
static bool reserve(size_t limbs)
{
    if (limbs < LIMBS_WITHOUT_SCRATCH) return true;
    void *p = memory_alloc(MEMORY_SYSTEM, limbs * SCRATCH_WORDS_A_LIMB * 8);
    memory_free(MEMORY_SYSTEM, p);
    mp_set_memory_functions(gmp_alloc, gmp_resize, gmp_free);
    return p;
}

/* -- reading and building ------------------------------------------------------------ */

bool integer_view(term t, struct integer *v)
{
    if (is_small(t)) {
        int64_t i = small_value(t);
        v->own = i < 0 ? -(uint64_t)i : (uint64_t)i;
        v->limbs = &v->own, v->size = i != 0, v->negative = i < 0;
        return true;
    }
    enum kind kind = kind_of(t);
    if (kind != KIND_BIG_POS && kind != KIND_BIG_NEG) return false;
    v->limbs = (const uint64_t *)(boxed(t) + 1);
    v->size = header_words(header_of(t));
    v->negative = kind == KIND_BIG_NEG;
    return true;
}

uint64_t *bignum_begin(struct heap *h, size_t limbs)
{
    if (limbs > BIG_LIMBS_MAX + 64) return NULL;
    term *object = heap_alloc(h, limbs + 1);
    return object ? (uint64_t *)(object + 1) : NULL;
}

term bignum_end(struct heap *h, uint64_t *limbs, size_t size, bool negative)
{
    term *object = (term *)limbs - 1;
    while (size > 0 && limbs[size - 1] == 0) size--;
    if (size == 0 || (size == 1 && limbs[0] <= (uint64_t)SMALL_MAX + negative)) {
        int64_t value = size ? (int64_t)limbs[0] : 0;
        heap_give_back(h, object);
        return small(negative ? -value : value);
    }
    heap_give_back(h, size > BIG_LIMBS_MAX ? object : object + 1 + size);
    if (size > BIG_LIMBS_MAX) return NO_TERM;
    object[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, size);
    return boxed_at(object);
}

static int compare_magnitude(const struct integer *a, const struct integer *b)
{
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    return a->size ? mpn_cmp(a->limbs, b->limbs, (mp_size_t)a->size) : 0;
}

/* -- sums ----------------------------------------------------------------------------- */

static term sum(struct heap *h, const struct integer *a, const struct integer *b, bool b_negative)
{
    bool swap = compare_magnitude(a, b) < 0;
    const struct integer *large = swap ? b : a, *less = swap ? a : b;
    bool negative = swap ? b_negative : a->negative;
    uint64_t *to = bignum_begin(h, large->size + 1);
    if (!to) return NO_TERM;
    to[large->size] = 0;
    if (large->size == 0) return bignum_end(h, to, 0, false);
    if (a->negative == b_negative)
        to[large->size] = mpn_add(to, large->limbs, (mp_size_t)large->size, less->limbs, (mp_size_t)less->size);
    else mpn_sub(to, large->limbs, (mp_size_t)large->size, less->limbs, (mp_size_t)less->size);
    return bignum_end(h, to, large->size + 1, negative);
}

term bignum_add(struct heap *h, const struct integer *a, const struct integer *b) { return sum(h, a, b, b->negative); }

term bignum_subtract(struct heap *h, const struct integer *a, const struct integer *b)
{
    return sum(h, a, b, !b->negative);
}

/* -- products and quotients ------------------------------------------------------------ */

term bignum_multiply(struct heap *h, const struct integer *a, const struct integer *b)
{
    if (a->size == 0 || b->size == 0) return small(0);
    const struct integer *large = a->size < b->size ? b : a, *less = a->size < b->size ? a : b;
    size_t size = a->size + b->size;
    uint64_t *to = size - 1 <= BIG_LIMBS_MAX && reserve(size) ? bignum_begin(h, size) : NULL;
    if (!to) return NO_TERM;
    if (a->limbs == b->limbs) mpn_sqr(to, a->limbs, (mp_size_t)a->size);
    else mpn_mul(to, large->limbs, (mp_size_t)large->size, less->limbs, (mp_size_t)less->size);
    return bignum_end(h, to, size, a->negative != b->negative);
}

/* One of quotient and remainder is wanted; the other goes to scratch memory. */
static term divide(struct heap *h, const struct integer *a, const struct integer *b, bool want_remainder)
{
    size_t quotient_size = a->size - b->size + 1;
    uint64_t *to = reserve(a->size) ? bignum_begin(h, want_remainder ? b->size : quotient_size) : NULL;
    uint64_t *other = memory_alloc(MEMORY_SYSTEM, (want_remainder ? quotient_size : b->size) * sizeof *other);
    term result = NO_TERM;
    if (to && other) {
        uint64_t *quotient = want_remainder ? other : to, *remainder = want_remainder ? to : other;
        mpn_tdiv_qr(quotient, remainder, 0, a->limbs, (mp_size_t)a->size, b->limbs, (mp_size_t)b->size);
        bool negative = want_remainder ? a->negative : a->negative != b->negative;
        result = bignum_end(h, to, want_remainder ? b->size : quotient_size, negative);
    } else if (to) {
        heap_give_back(h, (term *)to - 1);
    }
    memory_free(MEMORY_SYSTEM, other);
    return result;
}

static term copy(struct heap *h, const struct integer *a)
{
    uint64_t *to = bignum_begin(h, a->size);
    if (!to) return NO_TERM;
    memcpy(to, a->limbs, a->size * sizeof *to);
    return bignum_end(h, to, a->size, a->negative);
}

term bignum_div(struct heap *h, const struct integer *a, const struct integer *b)
{
    return compare_magnitude(a, b) < 0 ? small(0) : divide(h, a, b, false);
}

term bignum_rem(struct heap *h, const struct integer *a, const struct integer *b)
{
    return compare_magnitude(a, b) < 0 ? copy(h, a) : divide(h, a, b, true);
}

/* -- text ------------------------------------------------------------------------------ */

size_t integer_text_room(const struct integer *v, int base)
{
    return 1 + (v->size ? mpn_sizeinbase(v->limbs, (mp_size_t)v->size, base) : 1);
}

size_t integer_to_text(const struct integer *v, int base, char *to)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (v->size == 0) {
        to[0] = '0';
        return 1;
    }
    uint64_t *scratch = reserve(v->size) ? memory_alloc(MEMORY_SYSTEM, (v->size + 1) * sizeof *scratch) : NULL;
    if (!scratch) return 0;
    memcpy(scratch, v->limbs, v->size * sizeof *scratch);
    char *at = to;
    if (v->negative) *at++ = '-';
    size_t count = mpn_get_str((unsigned char *)at, base, scratch, (mp_size_t)v->size);
    memory_free(MEMORY_SYSTEM, scratch);
    size_t zeros = 0;
    while (zeros + 1 < count && at[zeros] == 0) zeros++;
    for (size_t i = zeros; i < count; i++) at[i - zeros] = digits[(unsigned char)at[i]];
    return (size_t)(at - to) + count - zeros;
}

/* Bits of `count` digits, a little more than needed. */
static size_t bits_of_digits(size_t count, int base)
{
    static const uint16_t hundredths[37] = {
        [2] = 100,  [3] = 159,  [4] = 200,  [5] = 233,  [6] = 259,  [7] = 281,  [8] = 300,  [9] = 317,  [10] = 333,
        [11] = 346, [12] = 359, [13] = 371, [14] = 381, [15] = 391, [16] = 400, [17] = 409, [18] = 417, [19] = 425,
        [20] = 433, [21] = 440, [22] = 446, [23] = 453, [24] = 459, [25] = 465, [26] = 471, [27] = 476, [28] = 481,
        [29] = 486, [30] = 491, [31] = 496, [32] = 500, [33] = 505, [34] = 509, [35] = 513, [36] = 517};
    return count * hundredths[base] / 100 + 1;
}

term heap_integer_of_digits(struct heap *h, const uint8_t *digits, size_t count, int base, bool negative)
{
    while (count > 0 && *digits == 0) digits++, count--;
    if (count == 0) return small(0);
    if (count > SIZE_MAX / 600) return NO_TERM;
    size_t limbs = bits_of_digits(count, base) / 64 + 2;
    uint64_t *to = limbs <= BIG_LIMBS_MAX + 8192 && reserve(limbs) ? memory_alloc(MEMORY_SYSTEM, limbs * 8) : NULL;
    if (!to) return NO_TERM;
    size_t size = (size_t)mpn_set_str(to, digits, count, base);
    uint64_t *kept = size <= BIG_LIMBS_MAX ? bignum_begin(h, size) : NULL;
    if (kept) memcpy(kept, to, size * 8);
    memory_free(MEMORY_SYSTEM, to);
    return kept ? bignum_end(h, kept, size, negative) : NO_TERM;
}
